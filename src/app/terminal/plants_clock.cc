#include "app/terminal/plants_clock.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <optional>

#include "base/calendar.h"
#include "base/error.h"
#include "base/quantities.h"
#include "values/dates.h"
#include "values/time_zone.h"

namespace gdo::app {
namespace {

constexpr std::int64_t kSecond = 1'000'000;  // microseconds
constexpr std::size_t kDay = 10;             // characters of a day alone

// Nothing where the machine has no time zones: a screen is no reason to fail.
const std::optional<values::TimeZone>& plants_clock() {
  static const std::optional<values::TimeZone> kClock = []() -> std::optional<values::TimeZone> {
    try {
      return values::TimeZone::load(kPlantsZone);
    } catch (const Error&) {
      return std::nullopt;
    }
  }();
  return kClock;
}

}  // namespace

std::string plants_zone() {
  const auto& clock = plants_clock();
  if (!clock) return "UTC";
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int32_t minutes =
      clock->offset_at(std::chrono::duration_cast<std::chrono::seconds>(now).count()) / 60;
  if (minutes % 60 == 0) return fmt::format("UTC{:+}", minutes / 60);
  return fmt::format("UTC{:+}:{:02}", minutes / 60, std::abs(minutes % 60));
}

std::string plants_time(std::string_view utc_iso) {
  const auto& clock = plants_clock();
  if (!clock || utc_iso.size() <= kDay) return day_and_time(utc_iso);
  const values::DateTime time = values::parse_date_time(utc_iso, *clock);
  if (time.form == values::DateForm::invalid) return day_and_time(utc_iso);
  const std::int64_t offset = clock->offset_at(time.utc_us / kSecond);
  return day_and_time(values::iso_time(time.utc_us + offset * kSecond));
}

}  // namespace gdo::app
