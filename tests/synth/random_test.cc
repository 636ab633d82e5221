#include "synth/random.h"

#include <gtest/gtest.h>

#include <set>

namespace gdo::synth {
namespace {

TEST(Random, SplitMixGivesItsPublishedNumbers) {
  // SplitMix64 of seed 0, as in its authors' reference code.
  EXPECT_EQ(mix(0, 0), 0xE220A8397B1DCDAFU);
}

TEST(Random, BelowReachesEveryValueAndNoOther) {
  Random random(1);
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.below(7));
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Random, NormalHasItsMeanAndDeviation) {
  Random random(2);
  double sum = 0;
  double squares = 0;
  constexpr int kCount = 20'000;
  for (int i = 0; i < kCount; ++i) {
    const double value = random.normal(1500, 180);
    sum += value;
    squares += (value - 1500) * (value - 1500);
  }
  EXPECT_NEAR(sum / kCount, 1500, 6);
  EXPECT_NEAR(squares / kCount, 180.0 * 180.0, 1600);
}

TEST(Random, GeometricHasItsMean) {
  Random random(3);
  double sum = 0;
  constexpr int kCount = 20'000;
  for (int i = 0; i < kCount; ++i) sum += random.geometric(20);
  EXPECT_NEAR(sum / kCount, 20, 1);
}

TEST(Random, StreamsOfNeighboursDiffer) {
  std::set<std::uint64_t> first;
  for (std::uint64_t number = 0; number < 1000; ++number) {
    first.insert(Random(mix(7, number)).next());
  }
  EXPECT_EQ(first.size(), 1000U);
}

}  // namespace
}  // namespace gdo::synth
