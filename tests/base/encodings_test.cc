// How bytes and texts are written elsewhere: hex, base64, percent-encoding, CSV, SQL.

#include "base/encodings.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/words.h"

namespace gdo {
namespace {

const std::string kEveryByte = [] {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  return all;
}();

TEST(Encodings, HexHasTwoSmallDigitsAByteAndReadsCapitalOnesToo) {
  EXPECT_EQ(hex_of(std::string_view("\x00\x0f\xff", 3)), "000fff");
  EXPECT_EQ(bytes_of_hex("000FfF"), std::string("\x00\x0f\xff", 3));
  EXPECT_EQ(bytes_of_hex(hex_of(kEveryByte)), kEveryByte);
  EXPECT_EQ(bytes_of_hex("0"), std::nullopt);
  EXPECT_EQ(bytes_of_hex("0g"), std::nullopt);
}

TEST(Encodings, Base64IsThatOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) EXPECT_EQ(base64(bytes), text);
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(bytes_of_base64url("-_8"), "\xfb\xff");
  EXPECT_EQ(bytes_of_base64url(base64url(kEveryByte)), kEveryByte);
  EXPECT_EQ(bytes_of_base64url("+/8"), std::nullopt);
  EXPECT_EQ(bytes_of_base64url("Zg=="), std::nullopt);
}

TEST(Encodings, PercentLeavesWhatAnAddressMayHold) {
  EXPECT_EQ(percent_encoded("aZ9-._~"), "aZ9-._~");
  EXPECT_EQ(percent_encoded("a b/ç"), "a%20b%2F%C3%A7");
  EXPECT_EQ(percent_decoded("a%20b%2f%C3%A7", false), "a b/ç");
  EXPECT_EQ(percent_decoded("a+b", true), "a b");
  EXPECT_EQ(percent_decoded("a+b", false), "a+b");
  EXPECT_EQ(percent_decoded(percent_encoded(kEveryByte), false), kEveryByte);
  for (const char* broken : {"%", "%2", "a%2", "%zz"}) {
    EXPECT_EQ(percent_decoded(broken, false), std::nullopt) << broken;
  }
}

TEST(Encodings, CsvQuotesWhatWouldEndAValueAndTheEmptyText) {
  const auto written = [](std::string_view text, char separator) {
    std::string out;
    append_csv_value(text, separator, out);
    return out;
  };
  EXPECT_EQ(written("a;b", ','), "a;b");
  EXPECT_EQ(written("a;b", ';'), "\"a;b\"");
  EXPECT_EQ(written("a \"b\"\r\n", ','), "\"a \"\"b\"\"\r\n\"");
  EXPECT_EQ(written("", ','), "\"\"");
}

TEST(Encodings, AnIdentifierKeepsItsQuotes) {
  EXPECT_EQ(quote_identifier("a\"b; DROP"), "\"a\"\"b; DROP\"");
}

TEST(Encodings, ALiteralMeansTheSameWhateverABackslashIsTakenFor) {
  EXPECT_EQ(quoted_literal(""), "''");
  EXPECT_EQ(quoted_literal("it's"), "'it''s'");
  EXPECT_EQ(quoted_literal("a\\' OR true --"), "E'a\\\\'' OR true --'");
  EXPECT_THROW(quoted_literal(std::string_view("a\0b", 3)), Error);
}

TEST(Encodings, WordsAreCutAtBlanksAndSeparators) {
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed("\t a ", " "), "\t a");
  EXPECT_EQ(trimmed("  "), "");
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Encodings, ASwappedPairOfLettersIsOneSlip) {
  EXPECT_EQ(edit_distance("csik", "cisk"), 1U);
  EXPECT_EQ(edit_distance("GDO-LAKE", "gdo_lake"), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

}  // namespace
}  // namespace gdo
