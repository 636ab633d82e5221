#include "values/posix_clock.h"

#include <algorithm>

#include "values/dates.h"

namespace gdo::values {
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
  const std::int32_t first = to_days({year, change.month, 1});
  const int first_weekday = ((first + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
  std::int32_t day = first + (change.weekday - first_weekday + 7) % 7 + 7 * (change.week - 1);
  const std::int32_t next_month = plus_months(first, 1);
  while (day >= next_month) day -= 7;
  return day;
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
