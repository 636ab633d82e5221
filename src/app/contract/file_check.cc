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
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "decode/text_source.h"
#include "monitor/stored_words.h"
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

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownPlaces = 3;
constexpr std::size_t kShownValue = 40;  // columns

struct Counts {
  std::int64_t accepted = 0;
  std::int64_t noted = 0;  // of them
  std::int64_t rejected = 0;
};

Counts count(const CheckedFile& file) {
  Counts counts;
  for (const CheckedItem& item : file.items) {
    ++(item.rejected ? counts.rejected : counts.accepted);
    if (!item.rejected && !item.reasons.empty()) ++counts.noted;
  }
  return counts;
}

Json item_json(const CheckedFile& file, const CheckedItem& item) {
  const TextPlace place = file.lines.place(item.offset);
  Json reasons = Json::array();
  for (const CheckedReason& reason : item.reasons) {
    const TextPlace at = file.lines.place(reason.offset);
    reasons.push_back(api::reason_json(reason, at.line, at.column));
  }
  return {{"nr_registro", item.record_number},
          {"nr_item", item.item_number},
          {"linha", place.line},
          {"coluna", place.column},
          {"entidade", item.entity.empty() ? Json(nullptr) : Json(item.entity)},
          {"veredito", item.verdict()},
          {"motivos", std::move(reasons)}};
}

Json file_json(const CheckedFile& file) {
  Json items = Json::array();
  for (const CheckedItem& item : file.items) items.push_back(item_json(file, item));
  Json fault = nullptr;
  if (file.fault) {
    fault = {{"codigo", file.fault->code},
             {"mensagem", file.fault->message},
             {"linha", file.fault->line},
             {"coluna", file.fault->column}};
  }
  const Counts counts = count(file);
  return {{"arquivo", file.file},
          {"tipo_payload", file.payload},
          {"registros", std::move(items)},
          {"erro", std::move(fault)},
          {"resumo",
           {{"registros", file.fault ? 0 : file.records},
            {"itens", file.items.size()},
            {"aceitos", counts.accepted},
            {"com_avisos", counts.noted},
            {"rejeitados", counts.rejected}}}};
}

// The same violation, wherever it is.
struct Group {
  const CheckedReason* first = nullptr;
  std::int64_t count = 0;
  std::vector<std::pair<const CheckedItem*, const CheckedReason*>> places;
};

int weight(const CheckedReason& reason) {
  return reason.action == "reject" ? 0 : reason.action == "null" ? 1 : 2;
}

bool same_kind(const CheckedReason& a, const CheckedReason& b) {
  return std::tie(a.rule, a.field, a.action, a.list, a.message) ==
         std::tie(b.rule, b.field, b.action, b.list, b.message);
}

std::vector<Group> grouped(const CheckedFile& file) {
  std::vector<Group> groups;
  for (const CheckedItem& item : file.items) {
    for (const CheckedReason& reason : item.reasons) {
      auto group = std::find_if(groups.begin(), groups.end(), [&reason](const Group& each) {
        return same_kind(*each.first, reason);
      });
      if (group == groups.end()) {
        groups.push_back({&reason, 0, {}});
        group = std::prev(groups.end());
      }
      ++group->count;
      if (group->places.size() < kShownPlaces) group->places.emplace_back(&item, &reason);
    }
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return std::pair(weight(*a.first), -a.count) < std::pair(weight(*b.first), -b.count);
  });
  return groups;
}

std::string place_text(const CheckedFile& file, const CheckedItem& item,
                       const CheckedReason& reason) {
  const TextPlace place = file.lines.place(reason.offset);
  std::string text =
      trf("line {}, column {}: record {}", place.line, place.column, item.record_number);
  if (item.item_number > 0) text += trf(", item {}", item.item_number);
  if (reason.element > 0) text += fmt::format(", {}[{}]", reason.list, reason.element);
  if (reason.value) {
    text += fmt::format(", \"{}\"", cut_to_width(one_line(*reason.value), kShownValue));
  }
  return text;
}

std::string group_text(const CheckedFile& file, const Group& group, const Terminal& terminal) {
  constexpr Style kStyles[] = {Style::bad, Style::warning, Style::accent};
  constexpr const char* kWords[] = {tr_later("rejected"), tr_later("dropped"), tr_later("warning")};
  const CheckedReason& reason = *group.first;
  const auto kind = static_cast<std::size_t>(weight(reason));
  const std::string field = reason.list.empty() ? reason.field : reason.list + "[]." + reason.field;
  std::string text = fmt::format("\n  {} × {}  {}{}{}  {}\n",
                                 styled(tr(kWords[kind]), kStyles[kind], terminal.colour),
                                 count_text(group.count), reason.rule, field.empty() ? "" : ":",
                                 styled(printable(field), Style::bold, terminal.colour),
                                 monitor::reason_words(reason.message, reason.message_en));
  for (const auto& [item, where] : group.places) {
    text += "      " + place_text(file, *item, *where) + "\n";
  }
  const auto more = group.count - static_cast<std::int64_t>(group.places.size());
  if (more > 0) {
    text += styled(trf("      and {} more\n", count_text(more)), Style::dim, terminal.colour);
  }
  return text;
}

std::string summary(const CheckedFile& file, const Terminal& terminal) {
  const Counts counts = count(file);
  std::string text = counted(file.records, "record", "records");
  if (static_cast<std::int64_t>(file.items.size()) != file.records) {
    text += ", " + counted(static_cast<std::int64_t>(file.items.size()), "item", "items");
  }
  text += trf(": {} accepted", count_text(counts.accepted));
  if (counts.noted > 0) text += trf(" ({} with remarks)", count_text(counts.noted));
  const std::string rejected = trf("{} rejected", count_text(counts.rejected));
  return text + ", " +
         styled(rejected, counts.rejected > 0 ? Style::bad : Style::good, terminal.colour) + "\n";
}

}  // namespace

std::string check_json(std::span<const CheckedFile> files) {
  Json all = Json::array();
  for (const CheckedFile& file : files) all.push_back(file_json(file));
  const Json& document = files.size() == 1 ? all.front() : all;
  // A file's name may be any bytes.
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string check_text(const CheckedFile& file, const Terminal& terminal) {
  std::string text = fmt::format(
      "{} ({})\n", styled(printable(file.file), Style::bold, terminal.colour), file.payload);
  if (file.fault) {
    return text + trf("  {} {}: {} (line {}, column {}); nothing of it would load\n",
                      styled(tr("broken"), Style::bad, terminal.colour), file.fault->code,
                      monitor::file_fault(file.fault->code, file.fault->message), file.fault->line,
                      file.fault->column);
  }
  text += "  " + summary(file, terminal);
  for (const Group& group : grouped(file)) text += group_text(file, group, terminal);
  return text;
}

}  // namespace gdo::app
