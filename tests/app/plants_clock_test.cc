#include "app/terminal/plants_clock.h"

#include <gtest/gtest.h>

#include "base/translation.h"

namespace gdo::app {
namespace {

class PlantsClockTest : public testing::Test {
 protected:
  void TearDown() override { set_language(Language::english); }
};

TEST_F(PlantsClockTest, TimesAreThoseOfThePlantsAndSayTheirZone) {
  EXPECT_EQ(plants_zone(), "UTC-3");
  EXPECT_EQ(plants_time("2026-11-28T05:48:52Z"), "2026-11-28 02:48:52");
  EXPECT_EQ(plants_time("2026-03-01T02:59:59.5Z"), "2026-02-28 23:59:59");
  EXPECT_EQ(plants_time("2018-12-01T12:00:00Z"), "2018-12-01 10:00:00") << "summer time";
}

TEST_F(PlantsClockTest, DaysAndWhatIsNoTimeStayAsTheyAre) {
  EXPECT_EQ(plants_time("2026-11-28"), "2026-11-28");
  EXPECT_EQ(plants_time(""), "");
  EXPECT_EQ(plants_time("no time at all"), "no time at all");
}

TEST_F(PlantsClockTest, TimesHaveTheReadersForm) {
  set_language(Language::portuguese);
  EXPECT_EQ(plants_time("2026-11-28T05:48:52Z"), "28/11/2026 02:48:52");
}

}  // namespace
}  // namespace gdo::app
