#include "monitor/detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace gdo::monitor {
namespace {

constexpr std::int32_t kTrainingDays = 56;
// From the median absolute deviation to a standard deviation, of normal noise.
constexpr double kMadToSigma = 1.4826;
// The variance of a median of n is so much of that of a mean.
constexpr double kMedianVariance = 1.57;
// A weekday's effect is believed as far as it was seen: of so many days, half.
constexpr double kDoubt = 1.0;

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const std::size_t middle = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle),
                   values.end());
  const double upper = values[middle];
  if (values.size() % 2 == 1) return upper;
  const double lower =
      *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle));
  return (lower + upper) / 2;
}

double judged_value(const SeriesRule& rule, double value) {
  return rule.scale == SeriesRule::Scale::plain ? value : std::log(std::max(value, 1e-9));
}

double shown_value(const SeriesRule& rule, double value) {
  return rule.scale == SeriesRule::Scale::plain ? value : std::exp(value);
}

// Per day, from pairs of the same weekday: their effects cancel out.
double robust_slope(const std::vector<DayFigure>& training) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < training.size(); ++i) {
    for (std::size_t j = i + 1; j < training.size(); ++j) {
      const std::int32_t apart = training[j].day - training[i].day;
      if (apart % 7 == 0) slopes.push_back((training[j].value - training[i].value) / apart);
    }
  }
  return median_of(std::move(slopes));
}

// What the days before say of one day.
struct Expectation {
  double value = 0;
  double spread = 0;
};

Expectation expect(const std::vector<DayFigure>& training, std::int32_t day, double floor) {
  const double slope = robust_slope(training);
  std::vector<double> levels;
  for (const DayFigure& one : training) levels.push_back(one.value + slope * (day - one.day));
  const double level = median_of(levels);
  std::array<std::vector<double>, 7> by_weekday;
  for (std::size_t i = 0; i < training.size(); ++i) {
    by_weekday[static_cast<std::size_t>(weekday(training[i].day))].push_back(levels[i] - level);
  }
  std::array<double, 7> effects{};
  int fitted = 1;
  for (std::size_t w = 0; w < effects.size(); ++w) {
    const auto seen = static_cast<double>(by_weekday[w].size());
    if (seen == 0) continue;
    effects[w] = median_of(by_weekday[w]) * seen / (seen + kDoubt);
    ++fitted;
  }
  std::vector<double> residuals;
  for (std::size_t i = 0; i < training.size(); ++i) {
    const auto w = static_cast<std::size_t>(weekday(training[i].day));
    residuals.push_back(std::abs(levels[i] - level - effects[w]));
  }
  const auto days = static_cast<double>(training.size());
  const double sigma = kMadToSigma * median_of(std::move(residuals)) *
                       std::sqrt(days / std::max(1.0, days - fitted));
  const auto w = static_cast<std::size_t>(weekday(day));
  const double seen = std::max(1.0, static_cast<double>(by_weekday[w].size()));
  return {level + effects[w], std::max(sigma, floor) * std::sqrt(1 + kMedianVariance / seen)};
}

bool too_far(const SeriesRule& rule, double difference, double spreads) {
  if (std::abs(difference) < rule.smallest) return false;
  if (rule.side == SeriesRule::Side::above) return spreads > 0;
  if (rule.side == SeriesRule::Side::below) return spreads < 0;
  return true;
}

}  // namespace

SeriesRule volume_rule() {
  return {.scale = SeriesRule::Scale::logarithm, .smallest = std::log(1.5), .floor = 0.08};
}
SeriesRule duration_rule() {
  return {.scale = SeriesRule::Scale::logarithm,
          .side = SeriesRule::Side::above,
          .smallest = std::log(3.0),
          .floor = 0.15};
}
SeriesRule reject_rule() {
  return {.side = SeriesRule::Side::above, .smallest = 0.03, .floor = 0.005};
}
SeriesRule yield_rule() { return {.side = SeriesRule::Side::both, .smallest = 2.0, .floor = 0.5}; }

std::vector<DayVerdict> judge_series(const std::vector<DayFigure>& figures, const SeriesRule& rule,
                                     const WorkingDays& calendar) {
  std::vector<DayVerdict> verdicts;
  std::vector<DayFigure> good;  // open days that were not strange, as they are judged
  bool open_anomaly = false;
  for (const DayFigure& figure : figures) {
    DayVerdict verdict{.day = figure.day};
    if (!calendar.open(figure.day)) {
      verdicts.push_back(verdict);
      continue;
    }
    std::vector<DayFigure> training;
    for (const DayFigure& one : good) {
      if (one.day >= figure.day - kTrainingDays) training.push_back(one);
    }
    const double value = judged_value(rule, figure.value);
    if (training.size() >= kFewestDays) {
      const Expectation expected = expect(training, figure.day, rule.floor);
      const double difference = value - expected.value;
      const double reach = std::max(rule.opens * expected.spread, rule.smallest);
      verdict.judged = true;
      verdict.expected = shown_value(rule, expected.value);
      verdict.low = shown_value(rule, expected.value - reach);
      verdict.high = shown_value(rule, expected.value + reach);
      verdict.deviation = difference / expected.spread;
      const double limit = open_anomaly ? rule.closes : rule.opens;
      verdict.anomaly =
          std::abs(verdict.deviation) > limit && too_far(rule, difference, verdict.deviation);
    }
    open_anomaly = verdict.anomaly;
    if (!verdict.anomaly) good.push_back({figure.day, value});
    verdicts.push_back(verdict);
  }
  return verdicts;
}

std::vector<std::int32_t> missing_days(const std::vector<DayFigure>& figures, std::int32_t until,
                                       const WorkingDays& calendar) {
  std::vector<std::int32_t> missing;
  if (figures.empty()) return missing;
  std::set<std::int32_t> came;
  for (const DayFigure& figure : figures) came.insert(figure.day);
  int open_days = 0;
  for (std::int32_t day = *came.begin(); day <= until; ++day) {
    if (!calendar.open(day)) continue;
    if (came.contains(day)) {
      ++open_days;
      continue;
    }
    if (open_days < kFewestDays) continue;
    int same = 0;
    int brought = 0;
    for (std::int32_t before = day - 7; before >= day - kTrainingDays; before -= 7) {
      if (before < *came.begin() || !calendar.open(before)) continue;
      ++same;
      brought += came.contains(before) ? 1 : 0;
    }
    if (2 * brought > same) missing.push_back(day);
  }
  return missing;
}

}  // namespace gdo::monitor
