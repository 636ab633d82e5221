#include "config/dotenv.h"

#include <gtest/gtest.h>

namespace gdo::config {
namespace {

struct QuotedCase {
  const char* line;
  const char* value;
};

TEST(Dotenv, ReadsValuesAsAShellWould) {
  const QuotedCase cases[] = {
      {"K=plain", "plain"},
      {"K = spaced ", "spaced"},
      {"  export K=exported", "exported"},
      {"export\tK=tabbed", "tabbed"},
      {"K=", ""},
      {"K= # nothing", ""},
      {"K=''", ""},
      {"K=value # comment", "value"},
      {"K=pass#word", "pass#word"},
      {"K=#hash", "#hash"},
      {"K='it # stays $HOME \\n'", "it # stays $HOME \\n"},
      {"K=\"two\\nlines \\\"quoted\\\" \\\\ \\$\"  # comment", "two\nlines \"quoted\" \\ $"},
      {"K=a=b=c", "a=b=c"},
      {"K=$NAME", "$NAME"},
      {"K=it's", "it's"},
  };
  for (const QuotedCase& one : cases) {
    const Dotenv read = parse_dotenv(one.line);
    EXPECT_TRUE(read.diagnostics.empty()) << one.line;
    ASSERT_EQ(read.entries.size(), 1U) << one.line;
    EXPECT_EQ(read.entries[0].key, "K") << one.line;
    EXPECT_EQ(read.entries[0].value, one.value) << one.line;
  }
}

TEST(Dotenv, CountsLinesThroughBomCrlfBlankLinesAndComments) {
  const Dotenv read = parse_dotenv("\xEF\xBB\xBF# first\r\n\r\nA=1\r\n  # more\r\nB=2");
  ASSERT_EQ(read.entries.size(), 2U);
  EXPECT_EQ(read.entries[0].value, "1");
  EXPECT_EQ(read.entries[0].line, 3);
  EXPECT_EQ(read.entries[1].key, "B");
  EXPECT_EQ(read.entries[1].line, 5);
}

TEST(Dotenv, ReportsLinesItCannotReadAndGoesOn) {
  const Dotenv read =
      parse_dotenv("just words\n1A=x\nK='open\nK=\"x\" tail\nA B=1\n=x\nexport\nOK=1\n");
  ASSERT_EQ(read.diagnostics.size(), 7U);
  for (int i = 0; i < 7; ++i) EXPECT_EQ(read.diagnostics[static_cast<std::size_t>(i)].line, i + 1);
  ASSERT_EQ(read.entries.size(), 1U);
  EXPECT_EQ(read.entries[0].key, "OK");
}

TEST(Dotenv, AMistakeNeverShowsTheValue) {
  const Dotenv read = parse_dotenv("DB_PASSWORD='hunter2\nDB_PASSWORD=\"hunter2\" x\nhunter2\n");
  ASSERT_EQ(read.diagnostics.size(), 3U);
  for (const auto& mistake : read.diagnostics) {
    EXPECT_EQ(mistake.message.find("hunter2"), std::string::npos);
  }
}

TEST(Dotenv, RefusesAZeroByte) {
  const Dotenv read =
      parse_dotenv(std::string_view("A=1\0"
                                    "2",
                                    5));
  ASSERT_EQ(read.diagnostics.size(), 1U);
  EXPECT_TRUE(read.entries.empty());
}

}  // namespace
}  // namespace gdo::config
