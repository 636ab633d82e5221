#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/terminal/terminal.h"

namespace gdo::app {
namespace {

TEST(TextWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(text_width("caixas"), 6U);
  EXPECT_EQ(text_width("operação"), 8U);
  EXPECT_EQ(text_width("opera\xC3\xA7\x61\xCC\x83o"), 8U);  // ã as a and a combining tilde
  EXPECT_EQ(text_width("牛肉"), 4U);
  EXPECT_EQ(text_width("\xFF\xFE"), 2U);
  EXPECT_EQ(text_width(""), 0U);
}

TEST(TextWidth, CutTextEndsInAnEllipsisAndFits) {
  EXPECT_EQ(cut_to_width("caixas", 6), "caixas");
  EXPECT_EQ(cut_to_width("caixas", 5), "caix…");
  EXPECT_EQ(cut_to_width("操作操作", 5), "操作…");
  EXPECT_EQ(cut_to_width("操作操作", 4), "操…");  // half a wide letter cannot be shown
  EXPECT_EQ(cut_to_width("abc", 1), "…");
  EXPECT_EQ(cut_to_width("abc", 0), "");
}

TEST(TextWidth, WhiteSpaceAndWhatIsNotPrintableStayOnOneLine) {
  EXPECT_EQ(one_line("a\x1b[31m"), "a?[31m");
  EXPECT_EQ(one_line(" two\n\t words \n"), "two words");
}

TEST(TextWidth, WrapsAtBlanks) {
  using testing::ElementsAre;
  EXPECT_THAT(wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("one two", 0), ElementsAre("one two"));
  EXPECT_THAT(wrap("a\nb", 10), ElementsAre("a", "b"));
  EXPECT_THAT(wrap("enormously long", 4), ElementsAre("enormously", "long"));
  EXPECT_THAT(wrap("", 4), ElementsAre(""));
}

}  // namespace
}  // namespace gdo::app
