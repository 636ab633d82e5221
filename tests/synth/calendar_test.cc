#include "synth/calendar.h"

#include <gtest/gtest.h>

#include <string>

namespace gdo::synth {
namespace {

std::string iso(Day day) {
  TextBuffer out;
  put_date(out, day);
  return std::string(out.view());
}

TEST(Calendar, DaysAreCountedFromTheEpoch) {
  EXPECT_EQ(to_days(CalendarDay{1970, 1, 1}), 0);
  EXPECT_EQ(to_days(CalendarDay{2000, 3, 1}), 11017);
  EXPECT_EQ(iso(20'634), "2026-06-30");
}

TEST(Calendar, EveryDayOfACenturyComesBack) {
  for (Day day = to_days(CalendarDay{1999, 12, 31}); day < to_days(CalendarDay{2101, 1, 1});
       ++day) {
    ASSERT_EQ(to_days(from_days(day)), day);
    ASSERT_EQ(parse_date(iso(day)), day);
  }
}

TEST(Calendar, MonthsEndOnTheirLastDay) {
  EXPECT_EQ(iso(plus_months(to_days(CalendarDay{2027, 1, 31}), 1)), "2027-02-28");
  EXPECT_EQ(iso(plus_months(to_days(CalendarDay{2027, 8, 31}), 6)), "2028-02-29");
  EXPECT_EQ(iso(plus_months(to_days(CalendarDay{2026, 12, 15}), 24)), "2028-12-15");
}

TEST(Calendar, TimesOfFilesAndValuesHaveFixedWidth) {
  const Moment moment = Moment{to_days(CalendarDay{2025, 1, 2})} * kMillisecondsPerDay +
                        3 * 3'600'000 + 4 * 60'000 + 5 * 1000 + 6;
  EXPECT_EQ(file_time(moment), "2025_01_02_03_04_05_006Z");
  TextBuffer out;
  put_date_time(out, to_days(CalendarDay{2025, 1, 2}), 3661, 7);
  put_brazilian_date(out, to_days(CalendarDay{2025, 1, 2}));
  EXPECT_EQ(out.view(), "2025-01-02T01:01:01.00702/01/2025");
}

}  // namespace
}  // namespace gdo::synth
