#include "base/calendar.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace gdo {
namespace {

std::chrono::year_month_day calendar_of(CalendarDay day) {
  return std::chrono::year(day.year) / day.month / day.day;
}

std::chrono::year_month_day calendar_of(std::int32_t days) {
  return std::chrono::sys_days(std::chrono::days(days));
}

std::int32_t days_since_1970(std::chrono::year_month_day date) {
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

// Of nothing but digits; negative for other text.
int number_of(std::string_view digits) {
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return -1;
  int number = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

bool is_real(CalendarDay day) {
  // chrono keeps the lowest byte of a month and of a day.
  return day.year >= 1 && day.year <= 9999 && day.month >= 1 && day.month <= 12 && day.day >= 1 &&
         day.day <= 31 && calendar_of(day).ok();
}

std::int32_t to_days(CalendarDay day) { return days_since_1970(calendar_of(day)); }

CalendarDay from_days(std::int32_t days) {
  const std::chrono::year_month_day date = calendar_of(days);
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::int32_t plus_months(std::int32_t days, int months) {
  const auto date = calendar_of(days) + std::chrono::months(months);
  return days_since_1970(date.ok() ? date : date.year() / date.month() / std::chrono::last);
}

std::string iso_date(std::int32_t days) {
  const CalendarDay day = from_days(days);
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

bool is_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  return is_real(
      {number_of(text.substr(0, 4)), number_of(text.substr(5, 2)), number_of(text.substr(8, 2))});
}

}  // namespace gdo
