#include "values/time_zone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "base/error.h"
#include "values/posix_clock.h"

namespace gdo::values {
namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view why) {
  throw Error(ErrorKind::config,
              fmt::format("time zone {}: {}; install the package tzdata or correct the contract's "
                          "time zone",
                          name, why));
}

// Reads a TZif file's big-endian parts; throws at its end.
class Bytes {
 public:
  Bytes(std::string_view name, std::string_view bytes) : name_(name), rest_(bytes) {}

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) refuse(name_, "its file is cut short");
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::int64_t integer(std::size_t size) {
    std::uint64_t value = 0;
    const std::string_view bytes = take(size);
    for (const char c : bytes) value = (value << 8U) | static_cast<unsigned char>(c);
    return size == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view name_;
  std::string_view rest_;
};

// The counts at the head of each of the file's two blocks (RFC 8536 §3.1).
struct Header {
  char version = 0;
  std::array<std::size_t, 6> counts{};  // isut, isstd, leap, time, type, char

  std::size_t block_size(std::size_t time_size) const {
    return counts[3] * (time_size + 1) + counts[4] * 6 + counts[5] + counts[2] * (time_size + 4) +
           counts[1] + counts[0];
  }
};

Header read_header(std::string_view name, Bytes& bytes) {
  if (bytes.take(4) != "TZif") refuse(name, "its file is no TZif file");
  Header header;
  header.version = bytes.take(1)[0];
  (void)bytes.take(15);
  for (auto& count : header.counts) {
    const std::int64_t value = bytes.integer(4);
    if (value < 0 || value > 100'000) refuse(name, "its file is broken");
    count = static_cast<std::size_t>(value);
  }
  if (header.counts[4] == 0) refuse(name, "its file is broken");
  return header;
}

std::filesystem::path find_file(std::string_view name) {
  const std::filesystem::path relative(name);
  const bool inside =
      !name.empty() && relative.is_relative() &&
      std::none_of(relative.begin(), relative.end(), [](const auto& part) { return part == ".."; });
  if (!inside) refuse(name, "not a name of the time zone database");
  for (const char* folder :
       {"/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"}) {
    const auto path = std::filesystem::path(folder) / relative;
    if (std::filesystem::is_regular_file(path)) return path;
  }
  refuse(name, "not in the system's time zone database");
}

}  // namespace

TimeZone TimeZone::load(std::string_view name) {
  std::ifstream file(find_file(name), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return parse(name, bytes);
}

TimeZone TimeZone::parse(std::string_view name, std::string_view file) {
  Bytes bytes(name, file);
  Header header = read_header(name, bytes);
  if (header.version < '2') refuse(name, "its file has the old format 1");
  (void)bytes.take(header.block_size(4));  // for readers of 32 bits: the second block says it all
  header = read_header(name, bytes);
  std::vector<std::int64_t> times(header.counts[3]);
  for (auto& time : times) time = bytes.integer(8);
  const std::string_view types = bytes.take(times.size());
  std::vector<std::int32_t> offsets(header.counts[4]);
  for (auto& offset : offsets) {
    offset = static_cast<std::int32_t>(bytes.integer(4));
    (void)bytes.take(2);  // whether it is daylight-saving time, and its abbreviation
  }
  TimeZone zone;
  zone.spans_.push_back({std::numeric_limits<std::int64_t>::min(), offsets[0]});
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto type = static_cast<unsigned char>(types[i]);
    if (type >= offsets.size()) refuse(name, "its file is broken");
    zone.spans_.push_back({times[i], offsets[type]});
  }
  (void)bytes.take(header.counts[5] + header.counts[2] * 12 + header.counts[1] + header.counts[0]);
  const std::string_view footer = bytes.rest();
  const auto clock = parse_posix_clock(footer.substr(0, footer.rfind('\n')));
  if (!clock) refuse(name, "the rule at the end of its file is not understood");
  const std::int64_t last = times.empty() ? std::numeric_limits<std::int64_t>::min() : times.back();
  for (const auto& change : changes_after(*clock, last)) {
    zone.spans_.push_back({change.from_utc, change.offset});
  }
  return zone;
}

std::int32_t TimeZone::offset_at(std::int64_t utc_s) const {
  const auto after = std::upper_bound(
      spans_.begin(), spans_.end(), utc_s,
      [](std::int64_t moment, const Span& span) { return moment < span.from_utc; });
  return std::prev(after)->offset;
}

std::int64_t TimeZone::to_utc(std::int64_t local_s) const {
  // No clock is a day away from UTC: the span in force lies around the change before or after.
  constexpr std::int64_t kDay = 86'400;
  const std::int32_t before = offset_at(local_s - kDay);
  const std::int64_t with_before = local_s - before;
  if (offset_at(with_before) == before) return with_before;
  const std::int32_t after = offset_at(local_s + kDay);
  const std::int64_t with_after = local_s - after;
  // In a gap neither holds: the offset before it moves the time forward.
  return offset_at(with_after) == after ? with_after : with_before;
}

}  // namespace gdo::values
