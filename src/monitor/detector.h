#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

// What a day's figure should be, and whether it is too far from it. Pure: figures in, verdicts out.

namespace gdo::monitor {

// Where a series went to another level and stayed there.
struct ChangePoint {
  std::size_t first = 0;  // the first value of the new level
  double before = 0;      // medians
  double after = 0;
};

// The split whose sides differ most, when they differ by more than four spreads of what is left
// (MAD), and each side has seven values or more.
std::optional<ChangePoint> change_point(const std::vector<double>& values);

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

struct DayFigure {
  std::int32_t day = 0;
  double value = 0;
};

// What is looked at in a series, in the units in which it is judged.
struct SeriesRule {
  enum class Scale { plain, logarithm };
  enum class Side { above, below, both };
  Scale scale = Scale::plain;
  Side side = Side::both;
  double smallest = 0;  // deviations below this are of no interest
  double floor = 0;     // the spread is never taken for less
  double opens = 4.5;   // deviations, in spreads, from which on a day is an anomaly …
  double closes = 3;    // … and under which the following days end it
};

// The series that operators hear of. Sources of the figures: design of alerts.
SeriesRule volume_rule();    // records of a day
SeriesRule duration_rule();  // ms a record
SeriesRule reject_rule();    // share, 0 to 1
SeriesRule yield_rule();     // percent

struct DayVerdict {
  std::int32_t day = 0;
  bool judged = false;  // false: too few days came before, or the day is closed
  double expected = 0;
  double low = 0;  // the band within which the day is nothing to speak of
  double high = 0;
  double deviation = 0;  // in spreads, signed
  bool anomaly = false;
};

// So few open days teach nothing.
inline constexpr int kFewestDays = 20;

// Each day by the 56 days before it: their slope (Theil and Sen), the effect of each weekday, and
// the spread of what is left (MAD over all weekdays). Closed days and days found strange before
// take no part; the day itself never does. Figures by day, each day once at most.
std::vector<DayVerdict> judge_series(const std::vector<DayFigure>& figures, const SeriesRule& rule,
                                     const WorkingDays& calendar);

// Open days up to and including `until` on which nothing came, though most of the same weekdays
// before brought something.
std::vector<std::int32_t> missing_days(const std::vector<DayFigure>& figures, std::int32_t until,
                                       const WorkingDays& calendar);

}  // namespace gdo::monitor
