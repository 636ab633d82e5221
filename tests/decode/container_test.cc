#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "decode/reading.h"

namespace gdo::decode {
namespace {

using test::read_all;
using test::Reading;
using test::source_of;
using testing::ElementsAre;
using testing::HasSubstr;

Reading read(std::string_view text, std::vector<std::string> container) {
  return read_all(source_of(text), {}, std::move(container));
}

std::vector<std::string> bytes_of(const Reading& reading) {
  std::vector<std::string> all;
  for (const auto& record : reading.records) all.push_back(record.bytes);
  if (reading.fault) {
    all.push_back(reading.fault->code + " @" + std::to_string(reading.fault->offset));
  }
  return all;
}

TEST(Container, RecordsAreTheElementsOfTheArrayItNames) {
  EXPECT_THAT(bytes_of(read(R"({"n":[{}],"d":[{"a":1}, 2],"m":{"d":[3]}})", {"d"})),
              ElementsAre(R"({"a":1})", "2"));
  EXPECT_THAT(bytes_of(read(R"({"x":{"d":1},"r":{"d":null,"e":[{}]},"z":0})", {"r", "e"})),
              ElementsAre("{}"));
  EXPECT_THAT(bytes_of(read(" {\n \"d\" :\n [ ] } \n", {"d"})), ElementsAre());
  EXPECT_EQ(read(R"({"d":[ {}]})", {"d"}).records.at(0).offset, 7U);
}

TEST(Container, NamesMayBeEscaped) {
  EXPECT_THAT(bytes_of(read(R"({"d\u0061\/dos":[1]})", {"da/dos"})), ElementsAre("1"));
  EXPECT_THAT(bytes_of(read("{\"ação\":[1]}", {"ação"})), ElementsAre("1"));
  EXPECT_THAT(bytes_of(read("{\"\":[1]}", {""})), ElementsAre("1"));
}

TEST(Container, AnArrayAtTheRootNeedsNone) {
  EXPECT_THAT(bytes_of(read(R"([{"d":[1]},{}])", {"d"})), ElementsAre(R"({"d":[1]})", "{}"));
}

TEST(Container, AnObjectWithoutTheArrayIsAFaultThatNamesIt) {
  for (const char* text :
       {"{}", R"({"d":{}})", R"({"d":null})", R"({"r":[]})", R"({"e":{"d":1}})"}) {
    const Reading reading = read(text, {"d"});
    ASSERT_TRUE(reading.fault) << text;
    EXPECT_EQ(reading.fault->code, "recipiente_ausente") << text;
    EXPECT_THAT(reading.fault->message, HasSubstr("d"));
  }
  EXPECT_THAT(read(R"({"r":[]})", {"r", "e"}).fault->message, HasSubstr("r.e"));
}

TEST(Container, TwoArraysOfThatNameAreAFault) {
  EXPECT_THAT(bytes_of(read(R"({"d":[1],"d":[2]})", {"d"})),
              ElementsAre("1", "recipiente_repetido @13"));
  EXPECT_THAT(bytes_of(read(R"({"r":{},"r":{"d":[2]}})", {"r", "d"})), ElementsAre("2"));
}

TEST(Container, WhatSurroundsTheRecordsMustBeJsonToo) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"a":01,"d":[]})", "@6"},
      {R"({"d":[],"a":tru})", "@15"},
      {R"({"d":[]} x)", "@9"},
      {R"({"d":[],})", "@8"},
      {R"({"d":[] "a":1})", "@8"},
      {R"({"d":[])", "@7"},
      {R"({"d":[1)", "@7"},
      {R"({"d")", "@4"},
      {R"({"d")"
       " x",
       "@5"},
      {R"({d:[]})", "@1"},
      {"{\"a\":\"\xff\",\"d\":[]}", "@6"},
      {"{\"d\":[],\"\xc3\":1}", "@9"},
      {R"({"d":[]}{"d":[]})", "@8"},
      {R"({"a":{"b":[}},"d":[]})", "@11"},
      {R"({,"d":[]})", "@1"},
      {R"({"d":[],"a":{"x":1,}})", "@19"},
  };
  for (const auto& [text, where] : cases) {
    EXPECT_EQ(bytes_of(read(text, {"d"})).back(), "json_malformado " + where) << text;
  }
}

TEST(Container, DepthCountsFromTheRecord) {
  ReadLimits limits;
  limits.depth = 2;
  const Reading reading =
      read_all(source_of(R"({"r":{"s":{"d":[[[]],[[[]]]]}}})"), limits, {"r", "s", "d"});
  ASSERT_EQ(reading.records.size(), 2U);
  EXPECT_FALSE(reading.records[0].fault);
  EXPECT_EQ(reading.records[1].fault, RecordFault::depth);
  EXPECT_EQ(read_all(source_of(R"({"x":[[[]]],"d":[]})"), limits, {"d"}).fault->code,
            "profundidade");
}

TEST(Container, ALongMemberIsPassedOverInLittleMemory) {
  std::string_view head = "{\"x\":\"";
  std::string_view tail = "\",\"d\":[{\"a\":1}]}";
  std::size_t filling = 200U << 20U;
  const Reading reading = read_all(
      [&](std::span<char> out) -> std::size_t {
        std::string_view& part = head.empty() && filling == 0 ? tail : head;
        if (!part.empty()) {
          const std::size_t size = part.copy(out.data(), out.size());
          part.remove_prefix(size);
          return size;
        }
        const std::size_t size = std::min(out.size(), filling);
        std::fill_n(out.data(), size, 'x');
        filling -= size;
        return size;
      },
      {}, {"d"});
  EXPECT_THAT(bytes_of(reading), ElementsAre(R"({"a":1})"));
}

}  // namespace
}  // namespace gdo::decode
