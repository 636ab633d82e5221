#include "decode/foreign_format.h"

#include <gtest/gtest.h>

namespace gdo::decode {
namespace {

using namespace std::string_view_literals;

TEST(ForeignFormat, EncodingsAreToldByMarksAndZeros) {
  EXPECT_EQ(foreign_encoding("\xff\xfe[\0"sv), "UTF-16");
  EXPECT_EQ(foreign_encoding("\xff\xfe"sv), "UTF-16");
  EXPECT_EQ(foreign_encoding("\xff\xfe\0\0["sv), "UTF-32");
  EXPECT_EQ(foreign_encoding("\0[\0{"sv), "UTF-16");
  EXPECT_EQ(foreign_encoding("\0\0\0{"sv), "UTF-32");
}

TEST(ForeignFormat, JsonIsNotForeign) {
  for (const std::string_view text :
       {"[{}]"sv, "{\"a\":1}"sv, "{}"sv, "[\0\0"sv, ""sv, "\xef\xbb\xbf{"sv}) {
    EXPECT_EQ(foreign_encoding(text), "") << text;
    EXPECT_EQ(foreign_format(text), "") << text;
  }
}

TEST(ForeignFormat, WhatPeopleSendInsteadIsNamed) {
  EXPECT_EQ(foreign_format("PK\x03\x04.."), "um arquivo zip");
  EXPECT_EQ(foreign_format("\x1f\x8b\x08"), "um gzip (comprimido duas vezes?)");
  EXPECT_EQ(foreign_format("\xfd"
                           "7zXZ\0"sv),
            "um arquivo xz");
  EXPECT_EQ(foreign_format("<?xml"), "XML ou HTML");
  EXPECT_EQ(foreign_format("\x1e{}"), "JSON com separadores de registro (RFC 7464)");
  for (const char* const csv : {"id;peso\n1;2\n", "id,peso\r\n", "\"a\"\t\"b\"\n", "12|3"}) {
    EXPECT_EQ(foreign_format(csv), "CSV") << csv;
  }
  for (const char* const other : {"null", "nada aqui", "\"a\": 1, 2", "12"}) {
    EXPECT_EQ(foreign_format(other), "") << other;
  }
}

TEST(ForeignFormat, TextOfOneByteALetterIsToldFromBrokenUtf8) {
  EXPECT_TRUE(looks_like_latin1("{\"nome\":\"S\xe3o Jo\xe3o\"}"));
  EXPECT_TRUE(looks_like_latin1("CUIAB\xc1,"));
  for (const char* const other : {"{\"nome\":\"São João\"}", "plain", "a\x80z"}) {
    EXPECT_FALSE(looks_like_latin1(other)) << other;
  }
}

}  // namespace
}  // namespace gdo::decode
