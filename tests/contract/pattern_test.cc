#include "contract/pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"

namespace gdo::contract {
namespace {

using testing::HasSubstr;

struct Case {
  const char* pattern;
  const char* text;
  bool matches;
};

TEST(PatternTest, FindsWhatTheExpressionSays) {
  const Case cases[] = {
      {"", "", true},
      {"", "x", true},
      {"b", "abc", true},
      {"b", "ac", false},
      {"^b", "ab", false},
      {"^a", "ab", true},
      {"a$", "ba", true},
      {"a$", "ab", false},
      {"^$", "", true},
      {"^$", "a", false},
      {"^(\\d{8}[A-Z]{2}|\\d{9}[A-Z])$", "10000001ZZ", true},
      {"^(\\d{8}[A-Z]{2}|\\d{9}[A-Z])$", "100000010Z", true},
      {"^(\\d{8}[A-Z]{2}|\\d{9}[A-Z])$", "10000001zz", false},
      {"^(\\d{8}[A-Z]{2}|\\d{9}[A-Z])$", "10000001ZZ ", false},
      {"^(\\d{8}[A-Z]{2}|\\d{9}[A-Z])$", "010000001ZZ", false},
      {"^[A-Z]{3}\\d[A-Z0-9]\\d{2}$", "ABC1D23", true},
      {"^[A-Z]{3}\\d[A-Z0-9]\\d{2}$", "ABC12D3", false},
      {"(^|[^A-Z])CONG", "PATINHO CONG", true},
      {"(^|[^A-Z])CONG", "CONGELADO", true},
      {"(^|[^A-Z])CONG", "DESCONGELADO", false},
      {"a{2,3}$", "a", false},
      {"^a{2,3}$", "aa", true},
      {"^a{2,3}$", "aaa", true},
      {"^a{2,3}$", "aaaa", false},
      {"^a{2,}$", "aaaaaa", true},
      {"^a{0}b$", "b", true},
      {"^(ab)+$", "abab", true},
      {"^(ab)+$", "aba", false},
      {"^(a|b)*c?$", "abba", true},
      {"^a*?b$", "aab", true},
      {"^(?:x|y)z$", "yz", true},
      {"^()$", "", true},
      {"^.$", "\n", false},
      {"^\\.$", ".", true},
      {"^\\.$", "x", false},
      {"^[^0-9]+$", "abc", true},
      {"^[^0-9]+$", "a1c", false},
      {"^[a\\-z]+$", "a-z", true},
      {"^[a\\-z]+$", "b", false},
      {"^[\\d_-]+$", "1_-2", true},
      {"^\\w+\\s\\W$", "ab !", true},
      {"^é?x$", "x", true},
      {"^é?x$", "éx", true},
      {"^(á|ã)$", "ã", true},
      {"^[^x]*$", "ção", true},
      {"^.{3}$", "ção", true},
      {"^..$", "ã", false},
      {"^.$", "€", true},
      {"^.$", "🐂", true},
      {"^[^x]{3}$", "ção", true},
      {"^\\w\\W\\D\\S$", "aé€🐂", true},
      {"^\\W\\W$", "é", false},
      {"^[\\D5]$", "é", true},
      {"^.{1,1000}$", "é🐂a", true},
      {"^.{1,1000}$", "", false},
      {"(a$|^b)c", "bc", true},
      {"(a$|^b)c", "ac", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Pattern(c.pattern).matches(c.text), c.matches) << c.pattern << " in " << c.text;
  }
}

TEST(PatternTest, MatchesTextsWithAnyByte) {
  const std::string text("a\0b", 3);
  EXPECT_TRUE(Pattern("^a.b$").matches(text));
  EXPECT_FALSE(Pattern("^ab$").matches(text));
}

TEST(PatternTest, NeedsOneLookAtEachByteWhateverTheExpression) {
  const std::string many(200'000, 'a');
  EXPECT_FALSE(Pattern("^(a*)*b$").matches(many));
  EXPECT_FALSE(Pattern("^(a|aa)+$").matches(many + "b"));
  EXPECT_TRUE(Pattern("(a|aa)+$").matches(many));
}

TEST(PatternTest, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* pattern;
    const char* message;
  } cases[] = {
      {"(", "at character 2: a '(' without its ')'"},
      {"a)", "at character 2: a ')' without its '('"},
      {"[a", "a '[' without its ']'"},
      {"[]", "an empty class"},
      {"*a", "at character 1: nothing to repeat"},
      {"^*", "nothing to repeat"},
      {"a**", "a repeat of a repeat"},
      {"a{", "must be {n}, {n,} or {n,m}"},
      {"a{2,1}", "m smaller than n"},
      {"a{1001}", "repeats of more than 1000"},
      {"a{99999999999999999999}", "repeats of more than 1000"},
      {"(?=a)", "look-around"},
      {"(?<n>a)", "look-around"},
      {"\\b", "unknown escape"},
      {"\\1", "unknown escape"},
      {"a\\", "a \\ at the end"},
      {"[z-a]", "runs backwards"},
      {"[a-\\d]", "one character on each side"},
      {"[á]", "ASCII"},
      {"((a{1000}){1000}){1000}", "too large"},
      {"((){1000}){1000}", "too large"},
  };
  for (const auto& c : cases) {
    try {
      const Pattern pattern(c.pattern);
      ADD_FAILURE() << c.pattern << " was taken";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(c.message)) << c.pattern;
      EXPECT_EQ(error.kind(), ErrorKind::config);
    }
  }
}

TEST(PatternTest, RefusesWhatWouldTakeTooMuchMemory) {
  EXPECT_THROW(Pattern(std::string(2000, '(')), Error);
  EXPECT_THROW(Pattern(std::string(900, '(')), Error);
  EXPECT_THROW(Pattern("(a|b)*a(a|b){16}"), Error);  // 2^17 states
}

}  // namespace
}  // namespace gdo::contract
