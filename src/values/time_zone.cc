#include "values/time_zone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "base/error.h"

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

namespace {

bool is_clock_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// One to three digits; negative when there are none.
int take_number(std::string_view& text) {
  int value = 0;
  std::size_t size = 0;
  while (size < 3 && size < text.size() && is_clock_digit(text[size])) {
    value = value * 10 + (text[size++] - '0');
  }
  text.remove_prefix(size);
  return size == 0 ? -1 : value;
}

// [+-]h[h[h]][:mm[:ss]] in seconds.
std::optional<std::int32_t> take_time(std::string_view& text) {
  const bool negative = take(text, '-');
  if (!negative) (void)take(text, '+');
  std::int32_t seconds = 0;
  std::int32_t unit = 3'600;
  do {
    const int number = take_number(text);
    if (number < 0) return std::nullopt;
    seconds += number * unit;
    unit /= 60;
  } while (unit > 0 && take(text, ':'));
  return negative ? -seconds : seconds;
}

bool take_abbreviation(std::string_view& text) {
  std::size_t size = 0;
  if (text.starts_with('<')) {
    size = text.find('>') + 1;  // npos + 1 = 0: no abbreviation
  } else {
    while (size < text.size() && is_letter(text[size])) ++size;
  }
  text.remove_prefix(size);
  return size > 0;
}

// ,Mm.w.d[/time]
bool take_change(std::string_view& text, PosixClock::Change& change) {
  if (!take(text, ',') || !take(text, 'M')) return false;
  change.month = take_number(text);
  if (!take(text, '.')) return false;
  change.week = take_number(text);
  if (!take(text, '.')) return false;
  change.weekday = take_number(text);
  if (take(text, '/')) {
    const auto time = take_time(text);
    if (!time) return false;
    change.time_s = *time;
  }
  return change.month >= 1 && change.month <= 12 && change.week >= 1 && change.week <= 5 &&
         change.weekday >= 0 && change.weekday <= 6;
}

// The day of the change, in days since 1970.
std::int32_t day_of(const PosixClock::Change& change, int year) {
  const auto month = std::chrono::year(year) / change.month;
  const std::chrono::weekday weekday(static_cast<unsigned>(change.weekday));
  const std::chrono::sys_days day =
      change.week == 5 ? std::chrono::sys_days(month / weekday[std::chrono::last])
                       : std::chrono::sys_days(month / weekday[static_cast<unsigned>(change.week)]);
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}

}  // namespace

std::optional<PosixClock> parse_posix_clock(std::string_view text) {
  while (take(text, '\n')) {
  }
  while (text.ends_with('\n')) text.remove_suffix(1);
  PosixClock clock;
  if (!take_abbreviation(text)) return std::nullopt;
  const auto standard = take_time(text);
  if (!standard) return std::nullopt;
  clock.standard = -*standard;  // POSIX counts what must be added to reach UTC
  if (text.empty()) return clock;
  clock.has_summer = true;
  clock.summer = clock.standard + 3'600;
  if (!take_abbreviation(text)) return std::nullopt;
  if (!text.starts_with(',')) {
    const auto summer = take_time(text);
    if (!summer) return std::nullopt;
    clock.summer = -*summer;
  }
  if (!take_change(text, clock.to_summer) || !take_change(text, clock.to_standard)) {
    return std::nullopt;
  }
  return text.empty() ? std::optional(clock) : std::nullopt;
}

std::vector<OffsetChange> changes_after(const PosixClock& clock, std::int64_t utc_s) {
  std::vector<OffsetChange> changes;
  if (!clock.has_summer) return changes;
  for (int year = 1970; year <= 2200; ++year) {
    const auto add = [&](const PosixClock::Change& change, std::int32_t before,
                         std::int32_t after) {
      const std::int64_t moment = day_of(change, year) * 86'400LL + change.time_s - before;
      if (moment > utc_s) changes.push_back({moment, after});
    };
    add(clock.to_summer, clock.standard, clock.summer);
    add(clock.to_standard, clock.summer, clock.standard);
  }
  std::sort(changes.begin(), changes.end(),
            [](const auto& a, const auto& b) { return a.from_utc < b.from_utc; });
  return changes;
}

}  // namespace gdo::values
