#include <gtest/gtest.h>

#include "monitor/detector.h"

namespace gdo::monitor {
namespace {

// Around a level, with a ripple that is always the same.
std::vector<double> ripple(double level, std::size_t days) {
  constexpr double kRipple[] = {0.4, -0.7, 0.1, 0.9, -0.3, -0.8, 0.5};
  std::vector<double> values;
  for (std::size_t i = 0; i < days; ++i) values.push_back(level + kRipple[i % 7]);
  return values;
}

TEST(ChangePoint, IsWhereTheLevelChangedAndStayed) {
  std::vector<double> values = ripple(100, 20);
  for (const double later : ripple(110, 12)) values.push_back(later);
  const auto change = change_point(values);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->first, 20U);
  EXPECT_NEAR(change->before, 100, 1);
  EXPECT_NEAR(change->after, 110, 1);
}

TEST(ChangePoint, ASingleStrangeDayIsNone) {
  std::vector<double> values = ripple(100, 30);
  values[15] = 400;
  EXPECT_FALSE(change_point(values));
}

TEST(ChangePoint, ALevelThatStaysOrTooFewDaysAreNone) {
  EXPECT_FALSE(change_point(ripple(100, 40)));
  EXPECT_FALSE(change_point(std::vector<double>(40, 7.0)));
  EXPECT_FALSE(change_point({}));
  std::vector<double> young = ripple(100, 20);
  for (const double later : ripple(150, 3)) young.push_back(later);
  EXPECT_FALSE(change_point(young));
}

TEST(ChangePoint, ALevelWithoutAnyRippleChangesToo) {
  std::vector<double> values(20, 5.0);
  values.resize(40, 6.0);
  const auto change = change_point(values);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->first, 20U);
}

}  // namespace
}  // namespace gdo::monitor
