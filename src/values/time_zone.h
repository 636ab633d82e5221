#pragma once

#include <cstdint>
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

}  // namespace gdo::values
