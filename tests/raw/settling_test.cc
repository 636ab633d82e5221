#include "raw/settling.h"

#include <gtest/gtest.h>

#include <thread>

namespace gdo::raw {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds kTime{300};

store::ObjectInfo object(const std::string& name, milliseconds ago, std::uint64_t size = 1) {
  const nanoseconds now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t changed = (now - ago).count();
  store::ObjectInfo info;
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
  const store::ObjectInfo written = object("a", milliseconds(100));
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
  const store::ObjectInfo future = object("a", -std::chrono::hours(1));
  EXPECT_FALSE(settling.is_settled(future));
  EXPECT_TRUE(settling.wait(StopFlag()));
  settling.begin_listing();
  EXPECT_TRUE(settling.is_settled(future));
}

TEST(Settling, WhatItsWriterHasClosedHasSettledAtOnce) {
  Settling settling(kTime, [](const store::ObjectInfo& object) { return object.name == "closed"; });
  EXPECT_TRUE(settling.is_settled(object("closed", milliseconds(0))));
  EXPECT_FALSE(settling.is_settled(object("open", milliseconds(0))));
}

TEST(Settling, SaysWhenToLookAgainAndWhoNeverRests) {
  Settling settling{milliseconds(20)};
  EXPECT_FALSE(settling.earliest().has_value());
  for (std::uint64_t size = 1; size <= 3; ++size) {
    settling.begin_listing();
    EXPECT_FALSE(settling.is_settled(object("a", milliseconds(0), size)));
    ASSERT_TRUE(settling.earliest().has_value());
    EXPECT_TRUE(settling.restless().empty());
  }
  std::this_thread::sleep_for(milliseconds(80));
  settling.begin_listing();
  EXPECT_FALSE(settling.is_settled(object("a", milliseconds(0), 4)));
  EXPECT_EQ(settling.restless(), std::vector<std::string>{"a"});
  settling.begin_listing();
  EXPECT_FALSE(settling.earliest().has_value());
}

}  // namespace
}  // namespace gdo::raw
