// Planted anomalies are found on their day, and hardly anything else is: ninety days of sixty
// series, as plants make them.

#include "monitor/detector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "monitor/planted_series.h"
#include "values/dates.h"

namespace gdo::monitor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kSeeds = 20;
constexpr int kSeries = 15;  // of each of the four kinds
const std::int32_t kFirst = first_planted_day();

struct Score {
  int found = 0;
  int planted = 0;
  int false_alarms = 0;
};

Score score_of(const PlantedSeries& planted, const WorkingDays& calendar) {
  Score score{.planted = 1};
  bool found = false;
  for (const DayVerdict& verdict :
       judge_series(planted.figures, rule_of_kind(planted.kind), calendar)) {
    if (!verdict.anomaly) continue;
    if (verdict.day == planted.day) {
      found = true;
    } else {
      ++score.false_alarms;
    }
  }
  for (const std::int32_t day :
       missing_days(planted.figures, kFirst + kPlantedDays - 1, calendar)) {
    if (day == planted.day) {
      found = true;
    } else {
      ++score.false_alarms;
    }
  }
  score.found = found ? 1 : 0;
  return score;
}

struct Totals {
  std::array<Score, 4> kinds{};
  std::vector<int> false_alarms;  // of each seed
};

Totals all_seeds() {
  const WorkingDays calendar;
  Totals totals;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    int false_alarms = 0;
    for (const SeriesKind kind : kSeriesKinds) {
      for (unsigned number = 0; number < kSeries; ++number) {
        const Score score =
            score_of(planted_series(kind, seed * 1000 + number, calendar), calendar);
        Score& sum = totals.kinds[static_cast<std::size_t>(kind)];
        sum.found += score.found;
        sum.planted += score.planted;
        false_alarms += score.false_alarms;
      }
    }
    totals.false_alarms.push_back(false_alarms);
  }
  std::sort(totals.false_alarms.begin(), totals.false_alarms.end());
  return totals;
}

TEST(Detector, FindsPlantedAnomaliesOnTheirDayWithHardlyAFalseAlarm) {
  const Totals totals = all_seeds();
  const auto& [volume, duration, rejects, yield] = totals.kinds;
  EXPECT_EQ(volume.found, volume.planted) << "missing days";
  EXPECT_EQ(yield.found, yield.planted) << "yield -5 points";
  EXPECT_GE(duration.found, 0.95 * duration.planted) << "duration x 8";
  EXPECT_GE(rejects.found, 0.95 * rejects.planted) << "rejects 2 to 25 %";
  EXPECT_LE(totals.false_alarms[kSeeds / 2], 1) << "median of the seeds";
  EXPECT_LE(totals.false_alarms.back(), 3) << "worst of the seeds";
}

std::vector<DayFigure> steady(int days, double value) {
  std::vector<DayFigure> figures;
  for (std::int32_t day = kFirst; days > 0; ++day) {
    if (!WorkingDays().open(day)) continue;
    figures.push_back({day, value});
    --days;
  }
  return figures;
}

TEST(Detector, IsSilentUntilItHasSeenTwentyOpenDays) {
  std::vector<DayFigure> figures = steady(20, 71);
  figures.back().value = 20;
  EXPECT_FALSE(judge_series(figures, yield_rule(), {}).back().judged);
  figures = steady(21, 71);
  figures.back().value = 20;
  EXPECT_TRUE(judge_series(figures, yield_rule(), {}).back().anomaly);
}

TEST(Detector, AnomalyStaysOutOfWhatIsLearnt) {
  std::vector<DayFigure> figures = steady(40, 71);
  for (std::size_t i = 25; i < 30; ++i) figures[i].value = 60;
  const std::vector<DayVerdict> verdicts = judge_series(figures, yield_rule(), {});
  for (std::size_t i = 25; i < 30; ++i) EXPECT_TRUE(verdicts[i].anomaly) << i;
  for (std::size_t i = 30; i < 40; ++i) {
    EXPECT_FALSE(verdicts[i].anomaly) << i;
    EXPECT_NEAR(verdicts[i].expected, 71, 0.01);
  }
}

TEST(Detector, FewerRejectionsAreNoAnomaly) {
  std::vector<DayFigure> figures = steady(30, 0.2);
  figures.back().value = 0;
  EXPECT_FALSE(judge_series(figures, reject_rule(), {}).back().anomaly);
}

TEST(Detector, DayOffOfATenantIsNotMissed) {
  std::vector<DayFigure> figures = steady(40, 1000);
  const std::int32_t gone = figures[30].day;
  figures.erase(figures.begin() + 30);
  EXPECT_THAT(missing_days(figures, figures.back().day, {}), ElementsAre(gone));
  EXPECT_THAT(missing_days(figures, figures.back().day, WorkingDays({gone})), IsEmpty());
}

TEST(WorkingDays, SundaysAndHolidaysAreClosed) {
  const WorkingDays calendar;
  EXPECT_FALSE(calendar.open(values::to_days({2026, 3, 1})));   // a Sunday
  EXPECT_FALSE(calendar.open(values::to_days({2026, 4, 3})));   // Good Friday
  EXPECT_FALSE(calendar.open(values::to_days({2026, 2, 17})));  // carnival
  EXPECT_FALSE(calendar.open(values::to_days({2026, 6, 4})));   // Corpus Christi
  EXPECT_FALSE(calendar.open(values::to_days({2026, 9, 7})));
  EXPECT_TRUE(calendar.open(values::to_days({2026, 3, 7})));  // a Saturday
}

}  // namespace
}  // namespace gdo::monitor
