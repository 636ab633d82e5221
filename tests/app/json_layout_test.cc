#include <gtest/gtest.h>

#include "app/result_json.h"

namespace gdo::app {
namespace {

TEST(JsonLayout, PutsMembersOnLinesAndKeepsHowValuesAreSpelled) {
  EXPECT_EQ(json_layout(R"({"peso":1.50,"grande":123456789012345678901,"a":[1, 2],"x":"a\"b, {"})"),
            "{\n"
            "  \"peso\": 1.50,\n"
            "  \"grande\": 123456789012345678901,\n"
            "  \"a\": [\n"
            "    1,\n"
            "    2\n"
            "  ],\n"
            "  \"x\": \"a\\\"b, {\"\n"
            "}");
}

TEST(JsonLayout, EmptyContainersStayOnTheirLine) {
  EXPECT_EQ(json_layout(R"({"a":{},"b":[ ]})"), "{\n  \"a\": {},\n  \"b\": []\n}");
}

TEST(JsonLayout, TakesWhatIsNoJson) {
  EXPECT_EQ(json_layout(""), "");
  EXPECT_EQ(json_layout("]]}"), "\n]\n]\n}");
  EXPECT_EQ(json_layout(R"({"a":"\)"), "{\n  \"a\": \"\\");
}

}  // namespace
}  // namespace gdo::app
