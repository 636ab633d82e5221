#include "base/stopwatch.h"

#include <gtest/gtest.h>

#include <thread>

namespace gdo {
namespace {

TEST(Stopwatch, CountsFromItsConstruction) {
  const Stopwatch watch;
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto elapsed = watch.ms();
  EXPECT_GE(elapsed, 20);
  EXPECT_LT(elapsed, 20'000);
  EXPECT_GE(watch.elapsed().count(), elapsed);
}

}  // namespace
}  // namespace gdo
