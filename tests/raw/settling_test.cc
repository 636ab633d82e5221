#include "raw/settling.h"

#include <gtest/gtest.h>

#include <thread>

namespace gdo::raw {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds kTime{300};

ObjectInfo object(const std::string& name, milliseconds ago, std::uint64_t size = 1) {
  const nanoseconds now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t changed = (now - ago).count();
  ObjectInfo info;
  info.name = name;
  info.generation = changed;
  info.updated_ns = changed;
  info.size = size;
  return info;
}

TEST(Settling, WithoutATimeEverythingHasSettled) {
  Settling settling{milliseconds(0)};
  EXPECT_TRUE(settling.is_settled(object("a", milliseconds(0))));
  EXPECT_FALSE(settling.wait(StopFlag()));
}

TEST(Settling, WhatCameWithAnOldTimeHasSettledAtOnce) {
  Settling settling(kTime);
  EXPECT_TRUE(settling.is_settled(object("a", std::chrono::hours(1))));
  EXPECT_TRUE(settling.waiting().empty());
}

TEST(Settling, WhatWasJustChangedIsWaitedForAtMostTheTime) {
  Settling settling(kTime);
  const ObjectInfo written = object("a", milliseconds(100));
  settling.begin_listing();
  EXPECT_FALSE(settling.is_settled(written));
  EXPECT_EQ(settling.waiting(), std::vector<std::string>{"a"});
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(settling.wait(StopFlag()));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kTime + milliseconds(500));
  settling.begin_listing();
  EXPECT_TRUE(settling.is_settled(written));
  EXPECT_TRUE(settling.waiting().empty());
}

TEST(Settling, WhatChangedMeanwhileHasNotSettled) {
  Settling settling(kTime);
  EXPECT_FALSE(settling.is_settled(object("a", milliseconds(0))));
  EXPECT_TRUE(settling.wait(StopFlag()));
  settling.begin_listing();
  EXPECT_FALSE(settling.is_settled(object("a", milliseconds(0), 2)));
  EXPECT_EQ(settling.waiting().size(), 1U);
}

TEST(Settling, AClockThatIsAheadIsNotTrustedButTheFileThatHoldsStillIs) {
  Settling settling(kTime);
  const ObjectInfo future = object("a", -std::chrono::hours(1));
  EXPECT_FALSE(settling.is_settled(future));
  EXPECT_TRUE(settling.wait(StopFlag()));
  settling.begin_listing();
  EXPECT_TRUE(settling.is_settled(future));
}

}  // namespace
}  // namespace gdo::raw
