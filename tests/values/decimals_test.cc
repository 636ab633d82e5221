#include "values/decimals.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace gdo::values {
namespace {

struct Case {
  std::string text;
  std::string canonical;  // empty: invalid
  DecimalForm form = DecimalForm::plain;
};

TEST(Decimals, KnowHowManyDigitsWereWrittenBehindThePoint) {
  EXPECT_EQ(written_scale("-15.601230"), 6);
  EXPECT_EQ(written_scale("-56.000000"), 6);
  EXPECT_EQ(written_scale("-56,097810"), 6);
  EXPECT_EQ(written_scale("1.234,50"), 2);
  EXPECT_EQ(written_scale("-1.5601230e1"), 6);
  EXPECT_EQ(written_scale("-1560123.0e-5"), 6);
  EXPECT_EQ(written_scale("7"), 0);
  EXPECT_EQ(written_scale("1e3"), 0);
  EXPECT_EQ(written_scale("1." + std::string(30, '0')), 0);
  EXPECT_EQ(written_scale("1." + std::string(20'000, '0')), 0);
}

TEST(Decimals, ReadsWhatDomainSaysAndNothingThatHasTwoMeanings) {
  const Case cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"-0.00", "0"},
      {"+5", "5"},
      {"007", "7"},
      {"1.234", "1.234"},
      {"1.500", "1.5"},
      {"1234.56", "1234.56"},
      {"1.234,56", "1234.56", DecimalForm::brazilian},
      {"1.234.567,8", "1234567.8", DecimalForm::brazilian},
      {"1,5", "1.5", DecimalForm::brazilian},
      {"-1,50", "-1.5", DecimalForm::brazilian},
      {"0,0", "0", DecimalForm::brazilian},
      {"1234567,89", "1234567.89", DecimalForm::brazilian},
      {"42.0", "42"},
      {"1e3", "1000"},
      {"1E+3", "1000"},
      {"12.5e-3", "0.0125"},
      {"1.5e1", "15"},
      {"0e99999", "0"},
      {"-2.50e2", "-250"},
      {"123456789012345678901234567890.1", "123456789012345678901234567890.1"},
      {"1,234.56", ""},
      {"1.234.567", ""},
      {"1.23,4", ""},
      {"1234.567,8", ""},
      {"1..2", ""},
      {"1,2,3", ""},
      {",5", ""},
      {"5,", ""},
      {".5", ""},
      {"5.", ""},
      {"", ""},
      {"-", ""},
      {"--1", ""},
      {"1 2", ""},
      {"1e", ""},
      {"1e+", ""},
      {"1e5.5", ""},
      {"1,5e3", ""},
      {"e5", ""},
      {"0x10", ""},
      {"NaN", ""},
      {"Infinity", ""},
      {"1e9999999", ""},
      {"1e-9999999", ""},
      {"1e20000", ""},
      {"٣", ""},
      {"１２", ""},
      {"150.2kg", ""},
  };
  std::string scratch;
  for (const auto& c : cases) {
    const Decimal decimal = parse_decimal(c.text, scratch);
    EXPECT_EQ(decimal.form, c.canonical.empty() ? DecimalForm::invalid : c.form) << c.text;
    EXPECT_EQ(decimal.text, c.canonical) << c.text;
  }
}

TEST(Decimals, KeepsEveryDigitUpToPostgresqlsLimit) {
  std::string scratch;
  const std::string longest(kMaxDigits, '9');
  EXPECT_EQ(parse_decimal(longest, scratch).text, longest);
  EXPECT_EQ(parse_decimal(longest + "9", scratch).form, DecimalForm::invalid);
  EXPECT_EQ(parse_decimal("0." + longest, scratch).text, "0." + longest);
  EXPECT_EQ(parse_decimal("0." + longest + "9", scratch).form, DecimalForm::invalid);
  EXPECT_EQ(parse_decimal("0000" + longest, scratch).text, longest);
  EXPECT_EQ(parse_decimal("1e16382", scratch).text, "1" + std::string(16'382, '0'));
  EXPECT_EQ(parse_decimal("1e16383", scratch).form, DecimalForm::invalid);
  EXPECT_EQ(parse_decimal("1e-16383", scratch).text, "0." + std::string(16'382, '0') + "1");
  EXPECT_EQ(parse_decimal("1e-16384", scratch).form, DecimalForm::invalid);
}

TEST(Decimals, ComparesExactly) {
  const std::string ascending[] = {"-100000000000000000000",
                                   "-12.5",
                                   "-12.49",
                                   "-1",
                                   "-0.001",
                                   "0",
                                   "0.0009",
                                   "0.001",
                                   "0.01",
                                   "1",
                                   "1.5",
                                   "1.55",
                                   "1.6",
                                   "9",
                                   "10",
                                   "99.999",
                                   "100000000000000000000"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      const int order = compare(ascending[i], ascending[j]);
      EXPECT_EQ(order < 0, i < j) << ascending[i] << " " << ascending[j];
      EXPECT_EQ(order == 0, i == j) << ascending[i] << " " << ascending[j];
    }
  }
}

TEST(Decimals, AddsExactly) {
  EXPECT_EQ(add("0.1", "0.2"), "0.3");
  EXPECT_EQ(add("22.33", "-0.93"), "21.4");
  EXPECT_EQ(add("1", "-1"), "0");
  EXPECT_EQ(add("-0.5", "0.25"), "-0.25");
  EXPECT_EQ(add("99999999999999999999.9", "0.1"), "100000000000000000000");
  EXPECT_EQ(add("100000000000000000000", "-0.01"), "99999999999999999999.99");
  EXPECT_EQ(add("-100000000000000000000", "0.01"), "-99999999999999999999.99");
  EXPECT_EQ(add("0.01", "-100000000000000000000"), "-99999999999999999999.99");
  EXPECT_EQ(add("-5", "-100000000000000000000"), "-100000000000000000005");
  EXPECT_EQ(negate("0"), "0");
  EXPECT_EQ(negate("-1.5"), "1.5");
}

TEST(Decimals, ShortAndLongAdditionAgree) {
  std::mt19937 random(7);
  std::string scratch;
  for (int i = 0; i < 2'000; ++i) {
    const auto number = [&] {
      const auto whole = static_cast<int>(random() % 20'000) - 10'000;
      return std::string(
          parse_decimal(std::to_string(whole) + "." + std::to_string(random() % 1'000), scratch)
              .text);
    };
    const std::string a = number();
    const std::string b = number();
    // Far digits force the long way; taking them away again leaves the sum.
    const std::string far = "100000000000000000000000";
    EXPECT_EQ(add(add(add(a, far), b), negate(far)), add(a, b)) << a << " " << b;
  }
}

TEST(Decimals, RoundsHalfAwayFromZero) {
  std::string scratch;
  EXPECT_EQ(round_to_scale("1.2345", 3, scratch), "1.235");
  EXPECT_EQ(round_to_scale("-1.2345", 3, scratch), "-1.235");
  EXPECT_EQ(round_to_scale("1.2344999", 3, scratch), "1.234");
  EXPECT_EQ(round_to_scale("9.9996", 3, scratch), "10");
  EXPECT_EQ(round_to_scale("0.0004", 3, scratch), "0");
  EXPECT_EQ(round_to_scale("-0.0004", 3, scratch), "0");
  EXPECT_EQ(round_to_scale("0.5", 0, scratch), "1");
  EXPECT_EQ(round_to_scale("1.5", 3, scratch), "1.5");
}

TEST(Decimals, CountsDigits) {
  EXPECT_EQ(integer_digits("0.5"), 0);
  EXPECT_EQ(integer_digits("-123.4"), 3);
  EXPECT_EQ(fraction_digits("-123.45"), 2);
  EXPECT_EQ(fraction_digits("7"), 0);
}

TEST(Decimals, BecomesAnIntegerOnlyWhenItIsOneAndFits) {
  EXPECT_EQ(to_int64("9223372036854775807"), 9'223'372'036'854'775'807);
  EXPECT_EQ(to_int64("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(to_int64("9223372036854775808"), std::nullopt);
  EXPECT_EQ(to_int64("1.5"), std::nullopt);
}

}  // namespace
}  // namespace gdo::values
