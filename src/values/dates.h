#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "values/time_zone.h"

namespace gdo::values {

using gdo::CalendarDay;
using gdo::from_days;
using gdo::is_real;
using gdo::iso_date;
using gdo::plus_months;
using gdo::to_days;

// aaaa-mm-ddThh:mm:ss[.ffffff]Z of microseconds since 1970 UTC
[[nodiscard]] std::string iso_time(std::int64_t utc_us);

enum class DateForm {
  invalid,
  iso,  // aaaa-mm-dd, alone or before a time or zone, which is ignored (docs/dominio.md, "Values")
  brazilian,  // dd/mm/aaaa, day first
};

struct Date {
  DateForm form = DateForm::invalid;
  std::int32_t days = 0;
};
[[nodiscard]] Date parse_date(std::string_view text);

struct DateTime {
  DateForm form = DateForm::invalid;
  std::int64_t utc_us = 0;      // microseconds since 1970-01-01T00:00Z
  std::int32_t local_days = 0;  // the day it was on the clock of `zone`
};
// A date, with a time after 'T' or spaces (hh:mm, seconds and decimals of them optional), without a
// zone (then it is local time of `zone`) or with Z, ±hh, ±hhmm or ±hh:mm. A date alone, or with a
// zone alone, is its first moment. Digits after the microseconds are dropped.
[[nodiscard]] DateTime parse_date_time(std::string_view text, const TimeZone& zone);

// The UTC time in a payload file's name: …_aaaa_mm_dd_HH_mm_ss_SSSZ…, the last one when there are
// several; microseconds since 1970. Empty when the name has none. Source: docs/dominio.md §1.
[[nodiscard]] std::optional<std::int64_t> file_name_time(std::string_view name);

}  // namespace gdo::values
