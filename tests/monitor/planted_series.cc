#include "monitor/planted_series.h"

#include <algorithm>
#include <cmath>

#include "values/dates.h"

namespace gdo::monitor {
namespace {

class Plant {
 public:
  Plant(SeriesKind kind, unsigned seed)
      : kind_(kind), random_(seed * 4U + static_cast<unsigned>(kind)) {
    for (double& effect : weekdays_) effect = std::normal_distribution(0.0, 0.12)(random_);
    trend_ = std::normal_distribution(0.0, 0.001)(random_);
  }

  double value(std::int32_t day) {
    const double noise = std::student_t_distribution(8.0)(random_) * 0.866;  // variance 1
    const double at =
        weekdays_[static_cast<std::size_t>(weekday(day))] + trend_ * (day - first_planted_day());
    switch (kind_) {
      case SeriesKind::volume:
        return std::round(std::exp(9 + at + 0.08 * noise));
      case SeriesKind::duration:
        return std::exp(-1 + at + 0.2 * noise);
      case SeriesKind::rejects:
        return std::clamp(0.02 + 0.005 * noise, 0.0, 1.0);
      case SeriesKind::yield:
        return 71 + 2 * at + 0.5 * noise;
    }
    return 0;
  }

  std::int32_t some_day(const std::vector<std::int32_t>& open) {
    std::uniform_int_distribution<std::size_t> later(kFewestDays, open.size() - 1);
    return open[later(random_)];
  }

 private:
  SeriesKind kind_;
  std::mt19937 random_;
  std::array<double, 7> weekdays_{};
  double trend_ = 0;
};

void plant(PlantedSeries& series) {
  const auto at = std::find_if(series.figures.begin(), series.figures.end(),
                               [&](const DayFigure& one) { return one.day == series.day; });
  switch (series.kind) {
    case SeriesKind::volume:
      series.figures.erase(at);  // a day on which nothing came
      break;
    case SeriesKind::duration:
      at->value *= 8;
      break;
    case SeriesKind::rejects:
      at->value = 0.25;
      break;
    case SeriesKind::yield:
      at->value -= 5;
      break;
  }
}

}  // namespace

std::int32_t first_planted_day() { return values::to_days({2026, 3, 2}); }

PlantedSeries planted_series(SeriesKind kind, unsigned seed, const WorkingDays& calendar) {
  Plant source(kind, seed);
  PlantedSeries series{.kind = kind};
  std::vector<std::int32_t> open;
  for (std::int32_t day = first_planted_day(); day < first_planted_day() + kPlantedDays; ++day) {
    if (!calendar.open(day)) continue;
    open.push_back(day);
    series.figures.push_back({day, source.value(day)});
  }
  series.day = source.some_day(open);
  plant(series);
  return series;
}

SeriesRule rule_of_kind(SeriesKind kind) {
  switch (kind) {
    case SeriesKind::volume:
      return volume_rule();
    case SeriesKind::duration:
      return duration_rule();
    case SeriesKind::rejects:
      return reject_rule();
    case SeriesKind::yield:
      return yield_rule();
  }
  return {};
}

}  // namespace gdo::monitor
