#include "values/dates.h"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace gdo::values {
namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::int64_t kMicroseconds = 1'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from left to right; every take_… leaves it where it was when it does not match.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Between `least` and `most` digits, and no digit after them; negative when there are none.
  int take_number(std::size_t least, std::size_t most) {
    std::size_t size = 0;
    int value = 0;
    while (size < most && size < rest_.size() && is_digit(rest_[size])) {
      value = value * 10 + (rest_[size++] - '0');
    }
    if (size < least || (size < rest_.size() && is_digit(rest_[size]))) return -1;
    rest_.remove_prefix(size);
    return value;
  }

  // Two digits, whatever follows them; negative when there are none.
  int take_two_digits() {
    if (rest_.size() < 2 || !is_digit(rest_[0]) || !is_digit(rest_[1])) return -1;
    const int value = (rest_[0] - '0') * 10 + (rest_[1] - '0');
    rest_.remove_prefix(2);
    return value;
  }

  // Any number of digits as a part of a second, in microseconds; negative when there are none.
  std::int64_t take_fraction() {
    if (rest_.empty() || !is_digit(rest_.front())) return -1;
    std::int64_t value = 0;
    std::int64_t unit = kMicroseconds;
    while (!rest_.empty() && is_digit(rest_.front())) {
      unit /= 10;
      value += (rest_.front() - '0') * unit;
      rest_.remove_prefix(1);
    }
    return value;
  }

  void skip_spaces() {
    while (take(' ')) {
    }
  }

 private:
  std::string_view rest_;
};

// aaaa-mm-dd or d/m/aaaa at the reader's place; year 0 when there is neither.
CalendarDay take_day(Reader& reader, DateForm& form) {
  Reader iso = reader;
  const int year = iso.take_number(4, 4);
  if (year >= 0 && iso.take('-')) {
    const int month = iso.take_number(2, 2);
    const bool dash = iso.take('-');
    const int day = iso.take_number(2, 2);
    if (!dash || month < 0 || day < 0) return {};
    reader = iso;
    form = DateForm::iso;
    return {year, month, day};
  }
  Reader brazilian = reader;
  const int day = brazilian.take_number(1, 2);
  if (day < 0 || !brazilian.take('/')) return {};
  const int month = brazilian.take_number(1, 2);
  if (month < 0 || !brazilian.take('/')) return {};
  const int full_year = brazilian.take_number(4, 4);
  if (full_year < 0) return {};
  reader = brazilian;
  form = DateForm::brazilian;
  return {full_year, month, day};
}

// hh:mm[:ss[.fraction]] as microseconds of the day; negative when it is no time.
std::int64_t take_time(Reader& reader) {
  const int hour = reader.take_number(2, 2);
  if (hour < 0 || hour > 23 || !reader.take(':')) return -1;
  const int minute = reader.take_number(2, 2);
  if (minute < 0 || minute > 59) return -1;
  std::int64_t us = (hour * 3'600LL + minute * 60LL) * kMicroseconds;
  if (!reader.take(':')) return us;
  const int second = reader.take_number(2, 2);
  if (second < 0 || second > 59) return -1;
  us += second * kMicroseconds;
  if (!reader.take('.') && !reader.take(',')) return us;
  const std::int64_t fraction = reader.take_fraction();
  return fraction < 0 ? -1 : us + fraction;
}

constexpr std::int32_t kNoOffset = std::numeric_limits<std::int32_t>::min();

// Z, ±hh, ±hhmm or ±hh:mm in seconds; kNoOffset when it is no zone.
std::int32_t take_offset(Reader& reader) {
  if (reader.take('Z') || reader.take('z')) return 0;
  const bool west = reader.take('-');
  if (!west && !reader.take('+')) return kNoOffset;
  const int hours = reader.take_two_digits();
  if (hours < 0 || hours > 18) return kNoOffset;
  int minutes = 0;
  if (reader.take(':') || !reader.at_end()) minutes = reader.take_two_digits();
  if (minutes < 0 || minutes > 59) return kNoOffset;
  const std::int32_t seconds = hours * 3'600 + minutes * 60;
  return west ? -seconds : seconds;
}

// Whether all of the text is a zone, as xs:date has it behind its day: Z, -03:00.
bool is_offset(std::string_view text) {
  Reader reader(text);
  return take_offset(reader) != kNoOffset && reader.at_end();
}

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

// A moment of the local clock given in microseconds as if it were UTC.
DateTime from_local(DateForm form, std::int64_t local_us, const TimeZone& zone) {
  const std::int64_t local_s = floor_div(local_us, kMicroseconds);
  const std::int64_t utc_us =
      zone.to_utc(local_s) * kMicroseconds + local_us - local_s * kMicroseconds;
  return {form, utc_us, static_cast<std::int32_t>(floor_div(local_s, kSecondsOfDay))};
}

DateTime from_utc(DateForm form, std::int64_t utc_us, const TimeZone& zone) {
  const std::int64_t utc_s = floor_div(utc_us, kMicroseconds);
  const std::int64_t local_s = utc_s + zone.offset_at(utc_s);
  return {form, utc_us, static_cast<std::int32_t>(floor_div(local_s, kSecondsOfDay))};
}

// _aaaa_mm_dd_HH_mm_ss_SSSZ at the start of the text.
std::optional<std::int64_t> take_file_name_time(std::string_view text) {
  Reader reader(text);
  std::array<int, 7> parts{};
  constexpr std::array<std::size_t, 7> kDigits = {4, 2, 2, 2, 2, 2, 3};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!reader.take('_')) return std::nullopt;
    parts[i] = reader.take_number(kDigits[i], kDigits[i]);
    if (parts[i] < 0) return std::nullopt;
  }
  const CalendarDay day{parts[0], parts[1], parts[2]};
  if (!reader.take('Z') || !is_real(day) || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) {
    return std::nullopt;
  }
  const std::int64_t seconds =
      to_days(day) * kSecondsOfDay + parts[3] * 3'600LL + parts[4] * 60LL + parts[5];
  return seconds * kMicroseconds + parts[6] * 1'000LL;
}

}  // namespace

std::string iso_time(std::int64_t utc_us) {
  const std::int64_t seconds = floor_div(utc_us, kMicroseconds);
  const std::int64_t days = floor_div(seconds, kSecondsOfDay);
  const std::int64_t of_day = seconds - days * kSecondsOfDay;
  const std::int64_t fraction = utc_us - seconds * kMicroseconds;
  return fmt::format("{}T{:02}:{:02}:{:02}{}Z", iso_date(static_cast<std::int32_t>(days)),
                     of_day / 3'600, of_day / 60 % 60, of_day % 60,
                     fraction == 0 ? std::string() : fmt::format(".{:06}", fraction));
}

Date parse_date(std::string_view text) {
  Reader reader(text);
  Date date;
  const CalendarDay day = take_day(reader, date.form);
  if (!is_real(day)) return {};
  const std::string_view rest = reader.rest();
  if (!rest.empty() && std::string_view("T t").find(rest.front()) == std::string_view::npos &&
      !is_offset(rest)) {
    return {};
  }
  date.days = to_days(day);
  return date;
}

DateTime parse_date_time(std::string_view text, const TimeZone& zone) {
  Reader reader(text);
  DateForm form = DateForm::invalid;
  const CalendarDay day = take_day(reader, form);
  if (!is_real(day)) return {};
  std::int64_t local_us = to_days(day) * kSecondsOfDay * kMicroseconds;
  if (reader.at_end()) return from_local(form, local_us, zone);
  if (!is_offset(reader.rest())) {
    const bool letter = reader.take('T') || reader.take('t');
    if (!letter && !reader.take(' ')) return {};
    if (!letter) reader.skip_spaces();
    const std::int64_t time_us = take_time(reader);
    if (time_us < 0) return {};
    local_us += time_us;
    reader.skip_spaces();
    if (reader.at_end()) return from_local(form, local_us, zone);
  }
  const std::int32_t offset = take_offset(reader);
  if (offset == kNoOffset || !reader.at_end()) return {};
  return from_utc(form, local_us - offset * kMicroseconds, zone);
}

std::optional<std::int64_t> file_name_time(std::string_view name) {
  constexpr std::size_t kSize = std::string_view("_2025_01_27_12_00_00_123Z").size();
  for (std::size_t at = name.size(); at-- > 0;) {
    if (name[at] != '_' || name.size() - at < kSize) continue;
    if (const auto time = take_file_name_time(name.substr(at))) return time;
  }
  return std::nullopt;
}

}  // namespace gdo::values
