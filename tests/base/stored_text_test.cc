#include <gtest/gtest.h>

#include "base/outside_text.h"

namespace gdo {
namespace {

using namespace std::string_view_literals;

TEST(StoredText, LeavesValidNamesAsTheyAre) {
  for (const auto name : {""sv, "a b+c%.json"sv, "ação/ü.json"sv, "\xF0\x9F\x90\x82"sv}) {
    EXPECT_TRUE(is_storable_text(name));
    EXPECT_EQ(storable_text(name), name);
  }
}

TEST(StoredText, SpellsOutBytesThatTextCannotHold) {
  EXPECT_EQ(storable_text("a\xFF"
                          "b"sv),
            "a\\xFFb");
  EXPECT_EQ(storable_text("a\0b"sv), "a\\x00b");
  EXPECT_EQ(storable_text("\xC0\xAF"sv), "\\xC0\\xAF");                    // overlong '/'
  EXPECT_EQ(storable_text("\xED\xA0\x80"sv), "\\xED\\xA0\\x80");           // a surrogate
  EXPECT_EQ(storable_text("\xF4\x90\x80\x80"sv), "\\xF4\\x90\\x80\\x80");  // past U+10FFFF
  EXPECT_EQ(storable_text("x\xC3"sv), "x\\xC3");                           // cut short
}

TEST(StoredText, ComesBackToItsBytes) {
  for (const auto name : {"a\xFF.json"sv, "ação"sv, "a\0b"sv, "C:\\x41\\xé"sv, "\\x"sv, "\xC3"sv}) {
    EXPECT_EQ(bytes_of_stored_text(storable_text(name)), name);
  }
}

}  // namespace
}  // namespace gdo
