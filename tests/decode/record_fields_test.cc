#include "decode/record_fields.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gdo::decode {
namespace {

using std::string_literals::operator""s;
using Kind = FieldValue::Kind;

// The record followed by bytes that must not matter, as in a document.
class Padded {
 public:
  explicit Padded(const std::string& record)
      : text_(record + std::string(128, '"')), size_(record.size()) {}
  std::string_view view() const { return std::string_view(text_).substr(0, size_); }

 private:
  std::string text_;
  std::size_t size_;
};

std::string described(const FieldValue& value) {
  constexpr const char* kKinds[] = {"absent",  "null",   "string", "number",
                                    "boolean", "object", "array"};
  std::string text = kKinds[static_cast<int>(value.kind)];
  if (value.kind != Kind::absent) text += " " + std::string(value.text);
  return value.not_text ? text + " (no text)" : text;
}

// The values of the names, or "no object", then "repeated" if so.
std::vector<std::string> pick(RecordFields& fields, const std::string& record) {
  const Padded padded(record);
  if (!fields.read(padded.view())) return {"no object"};
  std::vector<std::string> all;
  for (const FieldValue& value : fields.values()) all.push_back(described(value));
  if (fields.repeated_member()) all.emplace_back("repeated");
  return all;
}

using Picked = std::vector<std::string>;

TEST(RecordFields, GivesEachKindOfValue) {
  RecordFields fields({"a", "b"});
  EXPECT_EQ(pick(fields, R"({"a":"x","b":-1.50e+3})"), (Picked{"string x", "number -1.50e+3"}));
  EXPECT_EQ(pick(fields, R"({"b":null,"a":true})"), (Picked{"boolean true", "null null"}));
  EXPECT_EQ(pick(fields, R"({"c":1,"a":{"b":[1,"}"]}})"),
            (Picked{R"(object {"b":[1,"}"]})", "absent"}));
  EXPECT_EQ(pick(fields, R"({"a":[],"b":{}})"), (Picked{"array []", "object {}"}));
  EXPECT_EQ(pick(fields, "{ \"a\" :\n\"\" ,\t\"b\"\r: 1 \n}"), (Picked{"string ", "number 1"}));
  EXPECT_EQ(pick(fields, "{\"a\" : [ 1 , 2 ] , \"b\" : false }"),
            (Picked{"array [ 1 , 2 ]", "boolean false"}));
  EXPECT_EQ(pick(fields, "{}"), (Picked{"absent", "absent"}));
  EXPECT_EQ(pick(fields, R"({"b":123456789012345678901234567890})").at(1),
            "number 123456789012345678901234567890");
}

TEST(RecordFields, OnlyTopLevelMembersCount) {
  RecordFields fields({"a"});
  EXPECT_EQ(pick(fields, R"({"x":{"a":1},"y":[{"a":2}],"z":"a"})"), (Picked{"absent"}));
  EXPECT_EQ(pick(fields, R"({"a":{"a":1,"a":2}})"), (Picked{R"(object {"a":1,"a":2})"}));
}

TEST(RecordFields, StringsAreUnescaped) {
  RecordFields fields({"a", "b", "c"});
  EXPECT_EQ(pick(fields, R"({"a":"\u00e7\n","b":"\"","c":"x\\"})"),
            (Picked{"string ç\n", "string \"", "string x\\"}));
  EXPECT_EQ(
      pick(fields, R"({"a":"\ud800","b":"\u0000","c":"\\u0000"})"),
      (Picked{"string \xef\xbf\xbd (no text)", "string \xef\xbf\xbd (no text)", "string \\u0000"}));
}

TEST(RecordFields, NamesAreComparedAsTheyAreMeant) {
  RecordFields fields({"código", "a\"b", "\\n", ""});
  EXPECT_EQ(pick(fields, R"({"c\u00f3digo":1,"a\"b":2,"\\n":3,"":4})"),
            (Picked{"number 1", "number 2", "number 3", "number 4"}));
  EXPECT_EQ(pick(fields, R"({"código":1,"a\u0022b":2,"\n":3})"),
            (Picked{"number 1", "number 2", "absent", "absent"}));
}

TEST(RecordFields, TheLastOfARepeatedNameWins) {
  RecordFields fields({"a", "b"});
  EXPECT_EQ(pick(fields, R"({"a":1,"b":2,"a":"x"})"), (Picked{"string x", "number 2", "repeated"}));
  EXPECT_EQ(pick(fields, R"({"a":1,"b":2})"), (Picked{"number 1", "number 2"}));
  EXPECT_EQ(pick(fields, R"({"a":"x","\u0061":null})"),
            (Picked{"null null", "absent", "repeated"}));
  EXPECT_EQ(pick(fields, R"({"z":1,"z":2})"), (Picked{"absent", "absent", "repeated"}));
  EXPECT_EQ(pick(fields, R"({"\n":1,"\u000a":2})"), (Picked{"absent", "absent", "repeated"}));
}

TEST(RecordFields, OrderAndGapsMayChangeFromRecordToRecord) {
  RecordFields fields({"a", "b", "c"});
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(pick(fields, R"({"a":1,"b":2,"c":3})"), (Picked{"number 1", "number 2", "number 3"}));
    EXPECT_EQ(pick(fields, R"({"c":3,"b":2})"), (Picked{"absent", "number 2", "number 3"}));
    EXPECT_EQ(pick(fields, R"({"b":2,"x)" + std::to_string(i) + R"(":0,"a":1})"),
              (Picked{"number 1", "number 2", "absent"}));
    EXPECT_EQ(pick(fields, R"({"a":1,"a":2})"),
              (Picked{"number 2", "absent", "absent", "repeated"}));
  }
}

std::string map_of(std::size_t names, const std::string& tail) {
  std::string record = "{\"last\":0";
  for (std::size_t i = 0; i < names; ++i)
    record += ",\"k" + std::to_string(i) + "\":" + std::to_string(i);
  return record + tail + "}";
}

TEST(RecordFields, ManyNamesAreToldApart) {
  RecordFields fields({"last"});
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(pick(fields, map_of(5000, "")), (Picked{"number 0"}));
    EXPECT_EQ(pick(fields, map_of(5000, R"(,"k4999":1)")), (Picked{"number 0", "repeated"}));
    EXPECT_EQ(pick(fields, map_of(5000, R"(,"\u006b4998":1)")), (Picked{"number 0", "repeated"}));
    EXPECT_EQ(pick(fields, map_of(5000, R"(,"k0":1)")), (Picked{"number 0", "repeated"}));
    EXPECT_EQ(pick(fields, map_of(5000, R"(,"\"x":1,"\"x":2)")), (Picked{"number 0", "repeated"}));
    EXPECT_EQ(pick(fields, map_of(5000, R"(,"\"x":1,"\"y":2,"last":7)")),
              (Picked{"number 7", "repeated"}));
  }
}

TEST(RecordFields, ALongRecordIsReadInPieces) {
  RecordFields fields({"a", "b", "c"});
  for (std::size_t size = 4000; size < 4200; ++size) {
    const std::string filling(size, 'x');
    EXPECT_EQ(pick(fields, "{\"a\":\"" + filling + "\\\"\",\"b\":[" + std::string(size, ' ') +
                               "\"]\"],\"c\":12345}"),
              (Picked{"string " + filling + "\"", "array [" + std::string(size, ' ') + "\"]\"]",
                      "number 12345"}));
  }
}

TEST(RecordFields, OtherThanObjectsAreNotRead) {
  RecordFields fields({"a"});
  for (const char* text : {"1", "\"a\"", "[{\"a\":1}]", "null", "[]"}) {
    EXPECT_EQ(pick(fields, text), (Picked{"no object"})) << text;
  }
}

TEST(RecordFields, ValuesOfTheRecordBeforeAreForgotten) {
  RecordFields fields({"a"});
  EXPECT_EQ(pick(fields, R"({"a":"\u0000"})"), (Picked{"string \xef\xbf\xbd (no text)"}));
  EXPECT_EQ(pick(fields, R"({"a":"y"})"), (Picked{"string y"}));
  EXPECT_EQ(pick(fields, "{}"), (Picked{"absent"}));
}

}  // namespace
}  // namespace gdo::decode
