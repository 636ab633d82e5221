#include <gtest/gtest.h>

#include <string>

#include "base/encodings.h"

namespace gdo {
namespace {

using std::string_literals::operator""s;

std::string unescaped(std::string_view escaped) {
  std::string out = "<";
  const bool text = append_unescaped(escaped, out);
  return out + (text ? ">" : "> no text");
}

TEST(JsonString, SaysWhatItsEscapesMean) {
  EXPECT_EQ(unescaped(""), "<>");
  EXPECT_EQ(unescaped("plain ç"), "<plain ç>");
  EXPECT_EQ(unescaped(R"(\"\\\/\b\f\n\r\t)"), "<\"\\/\b\f\n\r\t>");
  EXPECT_EQ(unescaped(R"(\u0041\u00e7\u20AC\uFFFF)"), "<Aç€\xef\xbf\xbf>");
  EXPECT_EQ(unescaped(R"(a\ud83d\udc04b)"), "<a🐄b>");
  EXPECT_EQ(unescaped(R"(\uD800\uDC00\uDBFF\uDFFF)"), "<\xf0\x90\x80\x80\xf4\x8f\xbf\xbf>");
  EXPECT_EQ(unescaped(R"(\\u0041)"), R"(<\u0041>)");
  EXPECT_EQ(unescaped(R"(\u007f\u0001)"), "<\x7f\x01>");
}

TEST(JsonString, IsNoTextWithWhatPostgresCannotHold) {
  EXPECT_EQ(unescaped(R"(a\u0000b)"),
            "<a\xef\xbf\xbd"
            "b> no text");
  EXPECT_EQ(unescaped(R"(\ud800)"), "<\xef\xbf\xbd> no text");
  EXPECT_EQ(unescaped(R"(\udc00x)"), "<\xef\xbf\xbdx> no text");
  EXPECT_EQ(unescaped(R"(\ud800\ud800\udc00)"), "<\xef\xbf\xbd\xf0\x90\x80\x80> no text");
  EXPECT_EQ(unescaped(R"(\udc00\ud800)"), "<\xef\xbf\xbd\xef\xbf\xbd> no text");
  EXPECT_EQ(unescaped(R"(\ud800\n)"), "<\xef\xbf\xbd\n> no text");
  EXPECT_EQ(unescaped(R"(\ud800u\udc00)"), "<\xef\xbf\xbdu\xef\xbf\xbd> no text");
}

}  // namespace
}  // namespace gdo
