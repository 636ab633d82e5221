#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::values {

// One region's clock, from the system's time zone database (TZif files, RFC 8536), never from the
// machine's own setting. Immutable: safe to share between threads.
class TimeZone {
 public:
  // name: America/Sao_Paulo, UTC … Throws Error(config) when the database lacks it (Debian: package
  // tzdata) or the file is none.
  static TimeZone load(std::string_view name);
  // bytes: a TZif file's content; name is for messages. Throws Error(config).
  static TimeZone parse(std::string_view name, std::string_view bytes);

  // Seconds to add to UTC, at a moment in seconds since 1970 UTC.
  [[nodiscard]] std::int32_t offset_at(std::int64_t utc_s) const;
  // A moment of the local clock, as if it were UTC, in seconds since 1970 UTC. A time that the
  // clock showed twice is the first one; one that it skipped is moved forward by what was skipped.
  [[nodiscard]] std::int64_t to_utc(std::int64_t local_s) const;

 private:
  struct Span {
    std::int64_t from_utc = 0;  // seconds since 1970
    std::int32_t offset = 0;    // seconds, until the next span begins
  };
  std::vector<Span> spans_;  // ordered; the first begins before any date we read
};

// The rule in the last line of a TZif file, for the time after its table: "<-03>3", or with
// daylight-saving time "EST5EDT,M3.2.0,M11.1.0" (RFC 8536 §3.3; POSIX environment variable TZ).
struct PosixClock {
  struct Change {  // on this weekday of this week (5: the last one) of this month
    int month = 0;
    int week = 0;
    int weekday = 0;
    std::int32_t time_s = 7'200;  // of the local clock before the change; may be negative
  };
  std::int32_t standard = 0;  // seconds to add to UTC
  std::int32_t summer = 0;
  bool has_summer = false;
  Change to_summer;
  Change to_standard;
};

// text: the footer, with or without its line breaks. Empty when it is none, or of the rare kinds
// that count days of the year.
[[nodiscard]] std::optional<PosixClock> parse_posix_clock(std::string_view text);

struct OffsetChange {
  std::int64_t from_utc = 0;  // seconds since 1970
  std::int32_t offset = 0;    // seconds to add to UTC from then on
};
// What the rule changes after a moment, until the year 2200, in order. None without summer time.
[[nodiscard]] std::vector<OffsetChange> changes_after(const PosixClock& clock, std::int64_t utc_s);

}  // namespace gdo::values
