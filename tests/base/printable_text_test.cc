#include <gtest/gtest.h>

#include "base/log.h"
#include "base/outside_text.h"

namespace gdo {
namespace {

TEST(PrintableText, WhatWouldMoveTheCursorIsMadeHarmless) {
  EXPECT_EQ(printable("a\x1b[31mb\rc\td\x07"), "a?[31mb?c?d?");
  EXPECT_EQ(printable("\xC2\x9B"), "?");  // C1: control sequence introducer
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "a?b");  // right-to-left override
  EXPECT_EQ(printable("\xFF\xC3"), "??");
  EXPECT_EQ(printable("ação 牛"), "ação 牛");
}

TEST(PrintableText, ALogMessageIsOneHarmlessLine) {
  testing::internal::CaptureStderr();
  log::warn("{}", "f\x1b]0;title\x07.json\n12:00:00 error forged");
  const std::string line = testing::internal::GetCapturedStderr();
  EXPECT_NE(line.find(" f?]0;title?.json 12:00:00 error forged\n"), std::string::npos) << line;
}

}  // namespace
}  // namespace gdo
