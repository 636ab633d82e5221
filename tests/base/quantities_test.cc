#include "base/quantities.h"

#include <gtest/gtest.h>

#include <limits>

namespace gdo {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Quantities, CountsHaveThousandsSeparators) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1000), "1,000");
  EXPECT_EQ(count_text(1234567), "1,234,567");
  EXPECT_EQ(count_text(-1000), "-1,000");
  EXPECT_EQ(count_text(-100), "-100");
  EXPECT_EQ(count_text(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(Quantities, BytesNeverShowFourDigitsBeforeThePoint) {
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1000), "1.0 kB");
  EXPECT_EQ(bytes_text(999'949), "999.9 kB");
  EXPECT_EQ(bytes_text(999'950), "1.0 MB");
  EXPECT_EQ(bytes_text(24'100'000), "24.1 MB");
  EXPECT_EQ(bytes_text(UINT64_MAX), "18446.7 PB");
  EXPECT_EQ(byte_rate_text(-1), "0 B/s");
}

TEST(Quantities, DurationsUseTheUnitThatFits) {
  EXPECT_EQ(duration_text(milliseconds(85)), "85 ms");
  EXPECT_EQ(duration_text(milliseconds(5120)), "5.1 s");
  EXPECT_EQ(duration_text(milliseconds(59'949)), "59.9 s");
  EXPECT_EQ(duration_text(milliseconds(59'950)), "1 min 00 s");
  EXPECT_EQ(duration_text(seconds(185)), "3 min 05 s");
  EXPECT_EQ(duration_text(seconds(3599)), "59 min 59 s");
  EXPECT_EQ(duration_text(seconds(7440)), "2 h 04 min");
}

TEST(Quantities, AgesUseOneUnit) {
  EXPECT_EQ(age_text(seconds(-5)), "0 s");
  EXPECT_EQ(age_text(seconds(59)), "59 s");
  EXPECT_EQ(age_text(seconds(3599)), "59 min");
  EXPECT_EQ(age_text(seconds(47 * 3600)), "47 h");
  EXPECT_EQ(age_text(seconds(48 * 3600)), "2 d");
}

TEST(Quantities, OneThingHasNoS) {
  EXPECT_EQ(counted(1, "file"), "1 file");
  EXPECT_EQ(counted(0, "file"), "0 files");
  EXPECT_EQ(counted(2000, "record"), "2,000 records");
}

}  // namespace
}  // namespace gdo
