#include "values/dates.h"

#include <gtest/gtest.h>

#include <string>

namespace gdo::values {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

std::string date(std::string_view text) {
  const Date parsed = parse_date(text);
  return parsed.form == DateForm::invalid ? "-" : iso_date(parsed.days);
}

TEST(Dates, TakesTheFirstTenCharactersOfIsoText) {
  EXPECT_EQ(date("2025-01-27"), "2025-01-27");
  EXPECT_EQ(date("2025-01-27T00:00:00"), "2025-01-27");
  EXPECT_EQ(date("2025-01-27T23:59:59.999-11:00"), "2025-01-27");
  EXPECT_EQ(date("2025-01-27T03:00:00Z"), "2025-01-27");
  EXPECT_EQ(date("2025-01-27 10:00"), "2025-01-27");
  EXPECT_EQ(date("2025-01-27Z"), "2025-01-27");
  for (const auto* zone : {"-03:00", "+03:00", "-0300", "+03", "-11:30", "z"}) {
    EXPECT_EQ(date(std::string("2025-01-27") + zone), "2025-01-27") << zone;
  }
}

TEST(Dates, ReadsTheDayFirstBeforeSlashes) {
  EXPECT_EQ(date("27/01/2025"), "2025-01-27");
  EXPECT_EQ(date("01/02/2025"), "2025-02-01");
  EXPECT_EQ(date("1/2/2025"), "2025-02-01");
  EXPECT_EQ(date("27/01/2025 10:15"), "2025-01-27");
  EXPECT_EQ(parse_date("27/01/2025").form, DateForm::brazilian);
  EXPECT_EQ(date("01/27/2025"), "-");
}

TEST(Dates, KnowsTheCalendar) {
  EXPECT_EQ(date("2024-02-29"), "2024-02-29");
  EXPECT_EQ(date("2000-02-29"), "2000-02-29");
  for (const auto* text : {"2025-02-29", "1900-02-29", "2025-02-30", "31/02/2025", "2025-04-31",
                           "2025-13-01", "2025-00-10", "2025-01-00", "0000-01-01", "32/01/2025"}) {
    EXPECT_EQ(date(text), "-") << text;
  }
}

TEST(Dates, RefusesWhatIsNoDate) {
  for (const auto* text : {"",
                           "2025",
                           "2025-01",
                           "2025-1-27",
                           "25-01-27",
                           "27/01/25",
                           "20250127",
                           "2025/01/27",
                           "27-01-2025",
                           "2025-01-27x",
                           "2025-01-277",
                           "x2025-01-27",
                           "2025-01-2",
                           "-025-01-27",
                           "٢٠٢٥-01-27",
                           "27.01.2025",
                           "2025-01-27-",
                           "1/2/20255",
                           "2025-01-27-3",
                           "2025-01-27-2025-01-28",
                           "2025-01-27+x"}) {
    EXPECT_EQ(date(text), "-") << text;
  }
}

TEST(Dates, DaysAndCalendarAgreeOverTwoThousandYears) {
  EXPECT_EQ(to_days({1970, 1, 1}), 0);
  EXPECT_EQ(to_days({2000, 3, 1}), 11'017);
  EXPECT_EQ(to_days({1, 1, 1}), -719'162);
  EXPECT_EQ(to_days({9999, 12, 31}), 2'932'896);
  for (std::int32_t day = -719'162; day < 100'000; day += 13) {
    EXPECT_EQ(to_days(from_days(day)), day);
    EXPECT_TRUE(is_real(from_days(day)));
  }
}

TEST(Dates, MonthsEndWhereTheyEnd) {
  const auto plus = [](CalendarDay day, int months) {
    return iso_date(plus_months(to_days(day), months));
  };
  EXPECT_EQ(plus({2025, 1, 31}, 1), "2025-02-28");
  EXPECT_EQ(plus({2024, 1, 31}, 1), "2024-02-29");
  EXPECT_EQ(plus({2024, 2, 29}, 12), "2025-02-28");
  EXPECT_EQ(plus({2025, 1, 15}, 240), "2045-01-15");
  EXPECT_EQ(plus({2025, 1, 15}, -1), "2024-12-15");
  EXPECT_EQ(plus({2025, 3, 31}, -13), "2024-02-29");
}

class DateTimes : public ::testing::Test {
 protected:
  std::string utc(std::string_view text) const {
    const DateTime parsed = parse_date_time(text, zone_);
    return parsed.form == DateForm::invalid ? "-" : iso_time(parsed.utc_us);
  }
  std::string day(std::string_view text) const {
    return iso_date(parse_date_time(text, zone_).local_days);
  }
  TimeZone zone_ = TimeZone::load("America/Sao_Paulo");
};

TEST_F(DateTimes, AreLocalTimeUnlessTheySayOtherwise) {
  EXPECT_EQ(utc("2025-01-28T15:30:00.125"), "2025-01-28T18:30:00.125000Z");
  EXPECT_EQ(utc("2025-01-28 15:30"), "2025-01-28T18:30:00Z");
  EXPECT_EQ(utc("2025-01-28"), "2025-01-28T03:00:00Z");
  EXPECT_EQ(utc("28/01/2025 15:30:10"), "2025-01-28T18:30:10Z");
  EXPECT_EQ(utc("2025-01-28T15:30:00Z"), "2025-01-28T15:30:00Z");
  EXPECT_EQ(utc("2025-01-28T15:30:00-04:00"), "2025-01-28T19:30:00Z");
  EXPECT_EQ(utc("2025-01-28T15:30:00+0530"), "2025-01-28T10:00:00Z");
  EXPECT_EQ(utc("2025-01-28 15:30:00-03"), "2025-01-28T18:30:00Z");
  EXPECT_EQ(utc("2025-01-28-04:00"), "2025-01-28T04:00:00Z");
  EXPECT_EQ(utc("2025-01-28Z"), "2025-01-28T00:00:00Z");
  EXPECT_EQ(utc("2025-01-28T15:30:00.123456789"), "2025-01-28T18:30:00.123456Z");
}

TEST_F(DateTimes, KnowTheirLocalDay) {
  EXPECT_EQ(day("2025-01-28T23:59:59"), "2025-01-28");
  EXPECT_EQ(day("2025-01-29T02:59:59Z"), "2025-01-28");
  EXPECT_EQ(day("2025-01-29T03:00:00Z"), "2025-01-29");
  EXPECT_EQ(day("1965-05-05T10:00:00"), "1965-05-05");
}

TEST_F(DateTimes, RefuseWhatIsNoTime) {
  for (const auto* text :
       {"2025-01-28T24:00:00", "2025-01-28T15:60:00", "2025-01-28T15:30:60", "2025-01-28T1:30",
        "2025-01-28T15:30:00.", "2025-01-28T", "2025-01-28T15", "2025-02-30T10:00:00",
        "2025-01-28T15:30:00 BRT", "2025-01-28T15:30:00+19:00", "2025-01-28T15:30:00+03:60",
        "2025-01-28T15:30:00Zx", "15:30:00", ""}) {
    EXPECT_EQ(utc(text), "-") << text;
  }
}

TEST(FileNameTime, IsTheUtcTimeBeforeZ) {
  const auto time = file_name_time("animais_2025_01_27_12_30_05_123Z.json");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(iso_time(*time), "2025-01-27T12:30:05.123000Z");
  EXPECT_EQ(
      file_name_time("cliente=ab/x_2020_01_01_00_00_00_000Z~1_2025_01_27_12_30_05_123Z.json.gz"),
      time);
  for (const auto* name : {"animais.json", "a_2025_01_27_12_30_05_123.json",
                           "a_2025_02_30_12_30_05_123Z.json", "a_2025_01_27_24_30_05_123Z",
                           "a_2025_1_27_12_30_05_123Z", "", "_", "2025_01_27_12_30_05_123Z"}) {
    EXPECT_EQ(file_name_time(name), std::nullopt) << name;
  }
  EXPECT_EQ(*file_name_time("x_1970_01_01_00_00_01_000Z"), kSecond);
}

}  // namespace
}  // namespace gdo::values
