#include "monitor/working_days.h"

#include <algorithm>
#include <array>
#include <utility>

#include "values/dates.h"

namespace gdo::monitor {
namespace {

constexpr std::array<std::pair<int, int>, 9> kFixedHolidays = {
    {{1, 1}, {4, 21}, {5, 1}, {9, 7}, {10, 12}, {11, 2}, {11, 15}, {11, 20}, {12, 25}}};

// The Gregorian computus (Meeus, Jones, Butcher).
std::int32_t easter(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return values::to_days({year, f / 31, f % 31 + 1});
}

}  // namespace

int weekday(std::int32_t day) {
  // 1970-01-01 was a Thursday.
  return ((day + 3) % 7 + 7) % 7;
}

bool is_national_holiday(std::int32_t day) {
  const values::CalendarDay date = values::from_days(day);
  const std::pair<int, int> of_year(date.month, date.day);
  if (std::find(kFixedHolidays.begin(), kFixedHolidays.end(), of_year) != kFixedHolidays.end()) {
    return true;
  }
  // Carnival's Monday and Tuesday, Good Friday, Corpus Christi.
  const std::int32_t after_easter = day - easter(date.year);
  return after_easter == -48 || after_easter == -47 || after_easter == -2 || after_easter == 60;
}

bool WorkingDays::open(std::int32_t day) const {
  constexpr int kSunday = 6;
  return weekday(day) != kSunday && !is_national_holiday(day) && !closed_.contains(day);
}

}  // namespace gdo::monitor
