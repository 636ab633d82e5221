#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "monitor/working_days.h"

// What a day's figure should be, and whether it is too far from it. Pure: figures in, verdicts out.
namespace gdo::monitor {

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
