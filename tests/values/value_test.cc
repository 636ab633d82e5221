#include "values/value.h"

#include <gtest/gtest.h>

#include <string>

namespace gdo::values {
namespace {

Value integer(std::int64_t number) {
  Value value;
  value.kind = ValueKind::integer;
  value.number = number;
  return value;
}

Value of_kind(ValueKind kind, std::int64_t number, std::int32_t local_days = 0) {
  Value value = integer(number);
  value.kind = kind;
  value.local_days = local_days;
  return value;
}

TEST(Values, NumbersOfBothKindsCompareExactly) {
  EXPECT_EQ(compare(integer(2), numeric_value("2")), 0);
  EXPECT_LT(compare(integer(2), numeric_value("2.000001")), 0);
  EXPECT_LT(compare(integer(2), numeric_value("2.00000000000000001")), 0);
  EXPECT_GT(compare(integer(INT64_MAX), numeric_value("9223372036854775806")), 0);
  EXPECT_LT(compare(integer(INT64_MAX), numeric_value("9223372036854775808")), 0);
  EXPECT_GT(compare(numeric_value("-0.5"), numeric_value("-1")), 0);
  EXPECT_LT(compare(integer(-3), integer(4)), 0);
}

TEST(Values, ATimestampComparesWithADateByItsLocalDay) {
  const Value midnight = of_kind(ValueKind::timestamp, 1, 20'000);
  EXPECT_EQ(compare(midnight, of_kind(ValueKind::date, 20'000)), 0);
  EXPECT_LT(compare(of_kind(ValueKind::date, 19'999), midnight), 0);
}

TEST(Values, SumsKeepEveryDigit) {
  std::string kept;
  std::string text;
  EXPECT_EQ(text_of(add(numeric_value("22.33"), numeric_value("0.93"), true, kept), text), "21.4");
  EXPECT_EQ(text_of(add(numeric_value("0.5"), integer(1), true, kept), text), "-0.5");
  EXPECT_EQ(text_of(add(numeric_value("0.0000001"), integer(1), false, kept), text), "1.0000001");
  EXPECT_EQ(text_of(add(numeric_value("123456789012345"), integer(1), false, kept), text),
            "123456789012346");
  const Value sum = add(numeric_value("22.33"), numeric_value("0.93"), true, kept);
  EXPECT_GT(compare(sum, numeric_value("21.3999999999")), 0);
}

TEST(Values, ReadAsPeopleWriteThem) {
  std::string text;
  EXPECT_EQ(text_of(integer(-42), text), "-42");
  EXPECT_EQ(text_of(of_kind(ValueKind::date, 0), text), "1970-01-01");
  EXPECT_EQ(text_of(of_kind(ValueKind::timestamp, 1'500'000), text), "1970-01-01T00:00:01.500000Z");
  EXPECT_EQ(text_of(of_kind(ValueKind::boolean, 1), text), "true");
  EXPECT_EQ(text_of(Value{}, text), "");
}

}  // namespace
}  // namespace gdo::values
