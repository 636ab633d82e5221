#pragma once

#include <cstdint>
#include <set>

namespace gdo::monitor {

// Days are counted from 1970-01-01 (values/dates.h).

// 0 = Monday … 6 = Sunday.
[[nodiscard]] int weekday(std::int32_t day);
// Holidays of the whole of Brazil, and the days around carnival on which plants do not slaughter.
[[nodiscard]] bool is_national_holiday(std::int32_t day);

// On which days something is to be expected of a tenant.
class WorkingDays {
 public:
  WorkingDays() = default;
  explicit WorkingDays(std::set<std::int32_t> own_closures) : closed_(std::move(own_closures)) {}
  // Not a Sunday, not a holiday, not a day that the tenant's operators closed.
  [[nodiscard]] bool open(std::int32_t day) const;

 private:
  std::set<std::int32_t> closed_;
};

}  // namespace gdo::monitor
