#include "values/text.h"

#include <gtest/gtest.h>

#include <string>

namespace gdo::values {
namespace {

TEST(Text, TrimTakesAwayUnicodeSpaceAndInvisibleMarksAtBothEnds) {
  EXPECT_EQ(trim("  a b \t\r\n"), "a b");
  EXPECT_EQ(trim("\u00A0\u3000\uFEFFa\u200B\u2003\u2028"), "a");
  EXPECT_EQ(trim("\u00A0 \u2009"), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("á"), "á");
}

TEST(Text, TrimLeavesBytesThatAreNoUtf8Alone) {
  EXPECT_EQ(trim("\xC2"), "\xC2");
  EXPECT_EQ(trim(" \x80\x80\x80\x80 "), "\x80\x80\x80\x80");
}

TEST(Text, RunsOfWhiteSpaceBecomeOneSpace) {
  std::string scratch;
  EXPECT_EQ(collapse_spaces("a  b\t\u00A0c\n d", scratch), "a b c d");
  const std::string_view clean = "a b c";
  EXPECT_EQ(collapse_spaces(clean, scratch).data(), clean.data());
  EXPECT_EQ(collapse_spaces("a\u00A0b", scratch), "a b");
  EXPECT_EQ(collapse_spaces("NEL\u200BORE", scratch), "NEL\u200BORE");
}

TEST(Text, ComposesAccents) {
  std::string scratch;
  EXPECT_EQ(to_nfc("Sa\u0303o Jose\u0301", scratch), "São José");
  const std::string_view composed = "São José";
  EXPECT_EQ(to_nfc(composed, scratch).data(), composed.data());
  EXPECT_EQ(to_nfc("\u212B", scratch), "\u00C5");  // Angstrom sign
  EXPECT_EQ(to_nfc("\U0001F404", scratch), "\U0001F404");
}

TEST(Text, UpperCaseKnowsLettersWithAccents) {
  std::string scratch;
  EXPECT_EQ(to_upper("coração é Àqui", scratch), "CORAÇÃO É ÀQUI");
  const std::string_view upper = "A-1";
  EXPECT_EQ(to_upper(upper, scratch).data(), upper.data());
}

TEST(Text, MatchFormForgetsCaseAccentsAndSpareSpaces) {
  EXPECT_EQ(match_form("  Fêmea\u00A0 "), "FEMEA");
  EXPECT_EQ(match_form("cruzado  ANGUS"), "CRUZADO ANGUS");
  EXPECT_EQ(match_form("Mesti\u0063\u0327o"), "MESTICO");
  EXPECT_EQ(match_form("½ angus"), "½ ANGUS");
  EXPECT_EQ(match_form(""), "");
}

TEST(Text, TellsWhetherCleaningWouldChangeIt) {
  for (const auto* clean : {"", "a", "a b", "MEIA CARCAÇA", "São José", "\U0001F404"}) {
    EXPECT_TRUE(is_clean(clean)) << clean;
  }
  for (const auto* unclean : {" a", "a ", "a  b", "a\tb", "a\n", "a\u00A0b", "\uFEFFa", "e\u0301",
                              "São  José", "\u00A0"}) {
    EXPECT_FALSE(is_clean(unclean)) << unclean;
  }
}

TEST(Text, CountsCodePoints) {
  EXPECT_EQ(length("São"), 3U);
  EXPECT_EQ(length("\U0001F404"), 1U);
  EXPECT_EQ(length(""), 0U);
}

TEST(Text, UnescapesJson) {
  std::string out;
  EXPECT_EQ(unescape_json(R"(a\"b\\c\/d\b\f\n\r\t)", out).text, "a\"b\\c/d\b\f\n\r\t");
  EXPECT_EQ(unescape_json(R"(\u00e9\u20AC\uD83D\uDC04)", out).text, "é€\U0001F404");
  const std::string_view plain = "sem escape";
  EXPECT_EQ(unescape_json(plain, out).text.data(), plain.data());
}

TEST(Text, SaysWhatPostgresqlCannotHold) {
  std::string out;
  for (const auto* escaped :
       {R"(a\u0000b)", R"(\ud83d)", R"(\ud83dx)", R"(\udc04\ud83d)", R"(\ud83d\u0041)"}) {
    EXPECT_TRUE(unescape_json(escaped, out).not_text) << escaped;
  }
  EXPECT_EQ(unescape_json(R"(a\u0000b)", out).text, "a\uFFFDb");
  EXPECT_FALSE(unescape_json(R"(\\u0000)", out).not_text);
  EXPECT_FALSE(unescape_json(R"(\u0001)", out).not_text);
}

}  // namespace
}  // namespace gdo::values
