#include "synth/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gdo::synth {
namespace {

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

int days_in_month(int year, int month) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

}  // namespace

// Howard Hinnant's algorithms for the proleptic Gregorian calendar, for years from 0 on.
Day day_of(Civil date) {
  const int year = date.month <= 2 ? date.year - 1 : date.year;
  const int era = year / 400;
  const int year_of_era = year - era * 400;
  const int shifted_month = date.month > 2 ? date.month - 3 : date.month + 9;
  const int day_of_year = (153 * shifted_month + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

Civil civil_of(Day day) {
  const int z = day + 719468;
  const int era = z / 146097;
  const int day_of_era = z - era * 146097;
  const int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = (5 * day_of_year + 2) / 153;
  const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

Day add_months(Day day, int months) {
  Civil date = civil_of(day);
  const int month = date.year * 12 + date.month - 1 + months;
  date.year = month / 12;
  date.month = month % 12 + 1;
  date.day = std::min(date.day, days_in_month(date.year, date.month));
  return day_of(date);
}

void put_date(TextBuffer& out, Day day) {
  const Civil date = civil_of(day);
  out.put_padded(static_cast<std::uint64_t>(date.year), 4);
  out.put('-');
  out.put_padded(static_cast<std::uint64_t>(date.month), 2);
  out.put('-');
  out.put_padded(static_cast<std::uint64_t>(date.day), 2);
}

void put_brazilian_date(TextBuffer& out, Day day) {
  const Civil date = civil_of(day);
  out.put_padded(static_cast<std::uint64_t>(date.day), 2);
  out.put('/');
  out.put_padded(static_cast<std::uint64_t>(date.month), 2);
  out.put('/');
  out.put_padded(static_cast<std::uint64_t>(date.year), 4);
}

void put_date_time(TextBuffer& out, Day day, int second_of_day, int milliseconds) {
  put_date(out, day);
  const auto second = static_cast<std::uint64_t>(second_of_day);
  out.put('T');
  out.put_padded(second / 3600, 2);
  out.put(':');
  out.put_padded(second / 60 % 60, 2);
  out.put(':');
  out.put_padded(second % 60, 2);
  if (milliseconds < 0) return;
  out.put('.');
  out.put_padded(static_cast<std::uint64_t>(milliseconds), 3);
}

Day parse_date(std::string_view text) {
  return day_of(
      Civil{number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2))});
}

std::string file_time(Moment moment) {
  const Civil date = civil_of(day_of(moment));
  const Moment time = moment % kMillisecondsPerDay;
  return fmt::format("{:04}_{:02}_{:02}_{:02}_{:02}_{:02}_{:03}Z", date.year, date.month, date.day,
                     time / 3'600'000, time / 60'000 % 60, time / 1000 % 60, time % 1000);
}

}  // namespace gdo::synth
