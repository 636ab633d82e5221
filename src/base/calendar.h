#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Days, and whose clock says which one it is.
namespace gdo {

// The region, by its name in the time zone database, whose clock the plants have: what day it is
// for them, and the zone of a contract's local times unless it names another.
inline constexpr const char* kPlantsZone = "America/Sao_Paulo";

// A day of the (proleptic) Gregorian calendar, years 1 to 9999.
struct CalendarDay {
  int year = 0;
  int month = 0;
  int day = 0;
};

[[nodiscard]] bool is_real(CalendarDay day);
// Days since 1970-01-01, negative before it. The day must be real.
[[nodiscard]] std::int32_t to_days(CalendarDay day);
[[nodiscard]] CalendarDay from_days(std::int32_t days);
// The same day `months` later (or earlier), or the last of that month when it has no such day.
[[nodiscard]] std::int32_t plus_months(std::int32_t days, int months);
// aaaa-mm-dd
[[nodiscard]] std::string iso_date(std::int32_t days);
// Whether the text is a real day, written aaaa-mm-dd and nothing else.
[[nodiscard]] bool is_iso_date(std::string_view text);

}  // namespace gdo
