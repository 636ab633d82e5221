// Planted anomalies found, and false alarms, of the detector and beside it of the naive one (mean
// and three standard deviations of the last fourteen open days): twenty seeds, ninety days, sixty
// series. Exits 1 when a bar is missed.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "monitor/planted_series.h"

namespace gdo::monitor {
namespace {

constexpr int kSeeds = 20;
constexpr int kSeriesOfAKind = 15;
constexpr std::size_t kNaiveDays = 14;

using Days = std::vector<std::int32_t>;
using Detector = std::function<Days(const PlantedSeries&, const WorkingDays&)>;

std::int32_t last_day() { return first_planted_day() + kPlantedDays - 1; }

Days strange_days(const PlantedSeries& series, const WorkingDays& calendar) {
  Days days;
  for (const DayVerdict& verdict :
       judge_series(series.figures, rule_of_kind(series.kind), calendar)) {
    if (verdict.anomaly) days.push_back(verdict.day);
  }
  for (const std::int32_t day : missing_days(series.figures, last_day(), calendar)) {
    days.push_back(day);
  }
  return days;
}

Days naive_days(const PlantedSeries& series, const WorkingDays& calendar) {
  std::map<std::int32_t, double> values;
  for (const DayFigure& figure : series.figures) values[figure.day] = figure.value;
  Days days;
  std::vector<double> before;
  for (std::int32_t day = first_planted_day(); day <= last_day(); ++day) {
    if (!calendar.open(day)) continue;
    const double value = values.contains(day) ? values[day] : 0;
    if (before.size() >= kNaiveDays) {
      double mean = 0;
      double square = 0;
      for (std::size_t i = before.size() - kNaiveDays; i < before.size(); ++i) mean += before[i];
      mean /= kNaiveDays;
      for (std::size_t i = before.size() - kNaiveDays; i < before.size(); ++i) {
        square += (before[i] - mean) * (before[i] - mean);
      }
      if (std::abs(value - mean) > 3 * std::sqrt(square / (kNaiveDays - 1))) days.push_back(day);
    }
    before.push_back(value);
  }
  return days;
}

struct Figures {
  std::map<SeriesKind, int> found;
  std::vector<int> false_alarms;  // of each seed, the fewest first
};

Figures figures_of(const Detector& detector) {
  const WorkingDays calendar;
  Figures figures;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    int false_alarms = 0;
    for (const SeriesKind kind : kSeriesKinds) {
      for (unsigned number = 0; number < kSeriesOfAKind; ++number) {
        const PlantedSeries series = planted_series(kind, seed * 1000 + number, calendar);
        for (const std::int32_t day : detector(series, calendar)) {
          (day == series.day ? figures.found[kind] : false_alarms) += 1;
        }
      }
    }
    figures.false_alarms.push_back(false_alarms);
  }
  std::sort(figures.false_alarms.begin(), figures.false_alarms.end());
  return figures;
}

void print(const char* name, Figures figures) {
  constexpr int kAll = kSeeds * kSeriesOfAKind;
  fmt::print(
      "{}: of {} each: missing days {}, duration x 8 {}, rejects 2 to 25 % {}, yield -5 {}; "
      "false alarms in 90 days of 60 series: median {}, worst {}\n",
      name, kAll, figures.found[SeriesKind::volume], figures.found[SeriesKind::duration],
      figures.found[SeriesKind::rejects], figures.found[SeriesKind::yield],
      figures.false_alarms[kSeeds / 2], figures.false_alarms.back());
}

bool holds(Figures figures) {
  constexpr int kAll = kSeeds * kSeriesOfAKind;
  return figures.found[SeriesKind::volume] == kAll && figures.found[SeriesKind::yield] == kAll &&
         figures.found[SeriesKind::duration] >= 0.95 * kAll &&
         figures.found[SeriesKind::rejects] >= 0.95 * kAll &&
         figures.false_alarms[kSeeds / 2] <= 1 && figures.false_alarms.back() <= 3;
}

int run() {
  const Figures ours = figures_of(strange_days);
  print("detector", ours);
  print("naive   ", figures_of(naive_days));
  return holds(ours) ? 0 : 1;
}

}  // namespace
}  // namespace gdo::monitor

int main() { return gdo::monitor::run(); }
