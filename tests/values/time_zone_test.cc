#include "values/time_zone.h"

#include <gtest/gtest.h>

#include <string>

#include "base/error.h"
#include "values/dates.h"

namespace gdo::values {
namespace {

std::int64_t at(CalendarDay day, int hour, int minute = 0) {
  return to_days(day) * 86'400LL + hour * 3'600LL + minute * 60LL;
}

constexpr int kHour = 3'600;

TEST(TimeZone, SaoPauloHadSummerTimeUntil2019) {
  const TimeZone zone = TimeZone::load("America/Sao_Paulo");
  EXPECT_EQ(zone.offset_at(at({2025, 1, 27}, 12)), -3 * kHour);
  EXPECT_EQ(zone.offset_at(at({2018, 12, 25}, 12)), -2 * kHour);
  EXPECT_EQ(zone.offset_at(at({2019, 2, 17}, 1, 59)), -2 * kHour);
  EXPECT_EQ(zone.offset_at(at({2019, 2, 17}, 2)), -3 * kHour);
  EXPECT_EQ(zone.offset_at(at({2150, 12, 25}, 12)), -3 * kHour);
}

TEST(TimeZone, AnHourThatWasShownTwiceIsTheFirstOne) {
  const TimeZone zone = TimeZone::load("America/Sao_Paulo");
  // 2019-02-17 00:00 summer time became 2019-02-16 23:00.
  EXPECT_EQ(zone.to_utc(at({2019, 2, 16}, 23, 30)), at({2019, 2, 17}, 1, 30));
  EXPECT_EQ(zone.to_utc(at({2019, 2, 17}, 0)), at({2019, 2, 17}, 3));
}

TEST(TimeZone, AnHourThatWasSkippedMovesForward) {
  const TimeZone zone = TimeZone::load("America/Sao_Paulo");
  // 2018-11-04 00:00 became 01:00.
  EXPECT_EQ(zone.to_utc(at({2018, 11, 4}, 0, 30)), at({2018, 11, 4}, 3, 30));
  EXPECT_EQ(zone.to_utc(at({2018, 11, 4}, 1)), at({2018, 11, 4}, 3));
  EXPECT_EQ(zone.to_utc(at({2018, 11, 3}, 23, 59)), at({2018, 11, 4}, 2, 59));
}

TEST(TimeZone, RulesGoOnAfterTheTable) {
  const TimeZone zone = TimeZone::load("America/New_York");
  EXPECT_EQ(zone.offset_at(at({2100, 7, 1}, 12)), -4 * kHour);
  EXPECT_EQ(zone.offset_at(at({2100, 1, 1}, 12)), -5 * kHour);
}

TEST(TimeZone, UtcIsUtc) {
  EXPECT_EQ(TimeZone::load("UTC").to_utc(at({2025, 1, 27}, 12)), at({2025, 1, 27}, 12));
}

TEST(TimeZone, RefusesNamesAndFilesThatAreNone) {
  for (const auto* name :
       {"America/Atlantida", "", "../../etc/passwd", "/etc/localtime", "America", "tzdata.zi"}) {
    try {
      (void)TimeZone::load(name);
      FAIL() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config) << name;
    }
  }
  EXPECT_THROW((void)TimeZone::parse("x", ""), Error);
  EXPECT_THROW((void)TimeZone::parse("x", "TZif2"), Error);
}

TEST(PosixClock, KnowsWhenSummerTimeBegins) {
  const auto clock = parse_posix_clock("\nEST5EDT,M3.2.0,M11.1.0\n");
  ASSERT_TRUE(clock.has_value());
  const auto changes = changes_after(*clock, at({2025, 1, 1}, 0));
  ASSERT_GE(changes.size(), 2U);
  EXPECT_EQ(changes[0].from_utc, at({2025, 3, 9}, 7));
  EXPECT_EQ(changes[0].offset, -4 * kHour);
  EXPECT_EQ(changes[1].from_utc, at({2025, 11, 2}, 6));
  EXPECT_EQ(changes[1].offset, -5 * kHour);
}

TEST(PosixClock, LastSundayIsWeekFive) {
  const auto clock = parse_posix_clock("CET-1CEST,M3.5.0,M10.5.0/3");
  ASSERT_TRUE(clock.has_value());
  const auto changes = changes_after(*clock, at({2024, 1, 1}, 0));
  EXPECT_EQ(changes[0].from_utc, at({2024, 3, 31}, 1));
  EXPECT_EQ(changes[1].from_utc, at({2024, 10, 27}, 1));
}

TEST(PosixClock, ReadsOffsetsInBrackets) {
  const auto clock = parse_posix_clock("<-03>3");
  ASSERT_TRUE(clock.has_value());
  EXPECT_EQ(clock->standard, -3 * kHour);
  EXPECT_FALSE(clock->has_summer);
  EXPECT_EQ(parse_posix_clock("<+0530>-5:30")->standard, 5 * kHour + 1'800);
  for (const auto* text : {"", "EST", "<-03", "EST5EDT", "EST5EDT,J60,J300", "EST5EDT,M3.2.0",
                           "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x"}) {
    EXPECT_EQ(parse_posix_clock(text).has_value(), false) << text;
  }
}

}  // namespace
}  // namespace gdo::values
