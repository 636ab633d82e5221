#include "monitor/detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>
#include <utility>

#include "values/dates.h"

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

namespace {

constexpr std::size_t kFewestValues = 7;
constexpr double kSpreads = 4;
constexpr double kMadToDeviation = 1.4826;
constexpr double kSmallestShare = 0.02;  // of the level: less is no change to speak of

double middle_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double middle_of(std::span<const double> values) {
  return middle_of(std::vector<double>(values.begin(), values.end()));
}

struct Split {
  double before = 0;
  double after = 0;
  double cost = 0;    // the sum of the distances from the medians
  double spread = 0;  // of what is left
};

Split split_at(std::span<const double> values, std::size_t first) {
  Split split{middle_of(values.first(first)), middle_of(values.subspan(first))};
  std::vector<double> rest;
  for (std::size_t i = 0; i < values.size(); ++i) {
    rest.push_back(std::abs(values[i] - (i < first ? split.before : split.after)));
    split.cost += rest.back();
  }
  split.spread = kMadToDeviation * middle_of(std::move(rest));
  return split;
}

}  // namespace

std::optional<ChangePoint> change_point(const std::vector<double>& values) {
  std::optional<ChangePoint> best;
  double lowest = 0;
  double spread = 0;
  for (std::size_t first = kFewestValues; first + kFewestValues <= values.size(); ++first) {
    const Split split = split_at(values, first);
    if (best && split.cost >= lowest) continue;
    best = ChangePoint{first, split.before, split.after};
    lowest = split.cost;
    spread = split.spread;
  }
  if (!best) return best;
  const double floor = kSmallestShare * std::max(std::abs(best->before), std::abs(best->after));
  const bool changed =
      std::abs(best->after - best->before) > kSpreads * std::max(spread, floor / 2);
  return changed ? best : std::nullopt;
}

namespace {

constexpr std::array<std::pair<int, int>, 9> kFixedHolidays = {
    {{1, 1}, {4, 21}, {5, 1}, {9, 7}, {10, 12}, {11, 2}, {11, 15}, {11, 20}, {12, 25}}};

// The Gregorian computus (Meeus, Jones, Butcher).
std::int32_t easter(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return values::to_days({year, f / 31, f % 31 + 1});
}

}  // namespace

int weekday(std::int32_t day) {
  // 1970-01-01 was a Thursday.
  return ((day + 3) % 7 + 7) % 7;
}

bool is_national_holiday(std::int32_t day) {
  const values::CalendarDay date = values::from_days(day);
  const std::pair<int, int> of_year(date.month, date.day);
  if (std::find(kFixedHolidays.begin(), kFixedHolidays.end(), of_year) != kFixedHolidays.end()) {
    return true;
  }
  // Carnival's Monday and Tuesday, Good Friday, Corpus Christi.
  const std::int32_t after_easter = day - easter(date.year);
  return after_easter == -48 || after_easter == -47 || after_easter == -2 || after_easter == 60;
}

bool WorkingDays::open(std::int32_t day) const {
  constexpr int kSunday = 6;
  return weekday(day) != kSunday && !is_national_holiday(day) && !closed_.contains(day);
}

}  // namespace gdo::monitor
