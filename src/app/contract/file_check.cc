#include "app/contract/file_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/translation.h"
#include "decode/text_source.h"
#include "raw/prepared_file.h"
#include "values/dates.h"

namespace gdo::app {
namespace {

constexpr std::string_view kTenantFolder = "cliente=";

// The stored bytes of a file or of stdin; can be read more than once.
class CheckedSource {
 public:
  explicit CheckedSource(const std::string& name) : name_(name) {
    if (name != "-") return;
    content_.assign(std::istreambuf_iterator<char>(std::cin), {});
  }

  // From the beginning. The source must outlive it.
  [[nodiscard]] decode::ByteSource open() const {
    std::shared_ptr<std::istream> stream;
    if (name_ == "-") {
      stream = std::make_shared<std::istringstream>(content_);
    } else {
      stream = std::make_shared<std::ifstream>(name_, std::ios::binary);
    }
    if (!*stream || std::filesystem::is_directory(name_)) refuse(name_);
    return [stream, name = name_](std::span<char> out) {
      stream->read(out.data(), static_cast<std::streamsize>(out.size()));
      if (stream->bad()) refuse(name);
      return static_cast<std::size_t>(stream->gcount());
    };
  }

  [[nodiscard]] std::int64_t version_us() const {
    using std::chrono::microseconds;
    auto now = std::chrono::system_clock::now();
    if (name_ != "-") {
      std::error_code failed;
      const auto written = std::filesystem::last_write_time(name_, failed);
      if (failed) {
        throw Error(ErrorKind::config, trf("cannot read {}: {}", name_, failed.message()));
      }
      now = std::chrono::time_point_cast<std::chrono::system_clock::duration>(
          std::chrono::file_clock::to_sys(written));
    }
    const std::int64_t own =
        std::chrono::duration_cast<microseconds>(now.time_since_epoch()).count();
    const auto named = values::file_name_time(name_);
    return named && raw::is_believed(*named, own) ? *named : own;
  }

 private:
  [[noreturn]] static void refuse(const std::string& name) {
    const bool folder = std::filesystem::is_directory(name);
    throw Error(ErrorKind::config,
                trf("cannot read {}: {}", name,
                    folder ? "it is a folder; name its files"
                           : std::error_code(errno, std::generic_category()).message()));
  }

  std::string name_;
  std::string content_;
};

// The tenant that the path names, as in the lake; else the given one.
std::string tenant_of(const std::string& name, const std::string& otherwise) {
  for (const auto& part : std::filesystem::path(name)) {
    const std::string folder = part.string();
    if (folder.starts_with(kTenantFolder)) return folder.substr(kTenantFolder.size());
  }
  return otherwise;
}

LineTable lines_of(decode::ByteSource source, const decode::ReadLimits& limits) {
  LineTable lines;
  const auto text = decode::open_text(std::move(source), limits);
  std::vector<char> buffer(std::size_t{1} << 16U);
  while (const std::size_t count = text->read(buffer)) lines.add({buffer.data(), count});
  return lines;
}

}  // namespace

bool CheckedFile::good() const {
  return !fault &&
         std::none_of(items.begin(), items.end(), [](const auto& item) { return item.rejected; });
}

CheckedFile check_file(const std::string& name, const contract::Payload& payload,
                       const FileCheckOptions& options) {
  const CheckedSource source(name);
  CheckedFile file;
  file.file = name;
  file.payload = payload.name;
  const api::DocumentCheckOptions wishes{.tenant = tenant_of(name, options.tenant),
                                         .version_us = source.version_us(),
                                         .limits = options.limits};
  const api::DocumentCheck check =
      api::check_document(source.open(), payload, wishes,
                          [&file](CheckedItem&& item) { file.items.push_back(std::move(item)); });
  file.records = check.records;
  file.fault = check.fault;
  if (file.fault) {
    file.items.clear();
    return file;
  }
  file.lines = lines_of(source.open(), options.limits);
  return file;
}

void LineTable::add(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    starts_.push_back(size_ + at + 1);
  }
  size_ += text.size();
}

TextPlace LineTable::place(std::uint64_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const std::uint64_t start = *std::prev(after);
  return {after - starts_.begin(), static_cast<std::int64_t>(offset - start) + 1};
}

}  // namespace gdo::app
