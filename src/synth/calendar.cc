#include "synth/calendar.h"

#include <fmt/format.h>

namespace gdo::synth {
namespace {

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

void put_date(TextBuffer& out, Day day) {
  const CalendarDay date = from_days(day);
  out.put_padded(static_cast<std::uint64_t>(date.year), 4);
  out.put('-');
  out.put_padded(static_cast<std::uint64_t>(date.month), 2);
  out.put('-');
  out.put_padded(static_cast<std::uint64_t>(date.day), 2);
}

void put_brazilian_date(TextBuffer& out, Day day) {
  const CalendarDay date = from_days(day);
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
  return to_days(
      CalendarDay{number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2))});
}

std::string file_time(Moment moment) {
  const CalendarDay date = from_days(day_of(moment));
  const Moment time = moment % kMillisecondsPerDay;
  return fmt::format("{:04}_{:02}_{:02}_{:02}_{:02}_{:02}_{:03}Z", date.year, date.month, date.day,
                     time / 3'600'000, time / 60'000 % 60, time / 1000 % 60, time % 1000);
}

}  // namespace gdo::synth
