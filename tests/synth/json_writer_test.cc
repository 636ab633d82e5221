#include "synth/json_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace gdo::synth {
namespace {

using Kind = Edit::Kind;

// {"a":1,"dt":"2026-06-30T10:00:00","peso":150.2,"nome":"AB","lista":[{"id":1}],"z":null}
std::string written(const std::vector<Edit>& edits, bool pretty = false) {
  TextBuffer out;
  JsonWriter json(out);
  json.start_file(pretty, 0);
  json.edit(edits, to_days(CalendarDay{2026, 6, 30}), to_days(CalendarDay{2026, 7, 5}));
  json.begin_object();
  json.integer("a", 1);
  json.date_time("dt", to_days(CalendarDay{2026, 6, 30}), 36'000);
  json.decimal("peso", 1502, 1);
  json.text("nome", "AB");
  json.begin_array("lista");
  json.begin_object();
  json.integer("id", 1);
  json.end_object();
  json.end_array();
  json.literal("z", "null");
  json.end_object();
  return std::string(out.view());
}

TEST(JsonWriter, MinifiedAndIndented) {
  EXPECT_EQ(
      written({}),
      R"({"a":1,"dt":"2026-06-30T10:00:00","peso":150.2,"nome":"AB","lista":[{"id":1}],"z":null})");
  EXPECT_EQ(written({}, true),
            "{\n  \"a\": 1,\n  \"dt\": \"2026-06-30T10:00:00\",\n  \"peso\": 150.2,\n"
            "  \"nome\": \"AB\",\n  \"lista\": [\n    {\n      \"id\": 1\n    }\n  ],\n"
            "  \"z\": null\n}");
}

struct EditCase {
  Edit edit;
  std::string_view part;  // stands in the result
};

TEST(JsonWriter, EveryEditChangesItsMemberOnly) {
  const std::vector<EditCase> cases = {
      {{"a", Kind::set, "\"x\""}, R"({"a":"x","dt")"},
      {{"a", Kind::omit}, R"({"dt":"2026-06-30T10:00:00","peso")"},
      {{"z", Kind::omit}, R"("lista":[{"id":1}]})"},
      {{"lista", Kind::omit}, R"("nome":"AB","z":null})"},
      {{"lista", Kind::set, "[]"}, R"("lista":[],"z")"},
      {{"id", Kind::set, "2"}, R"([{"id":2}])"},
      {{"id", Kind::omit}, R"([{}])"},
      {{"nome", Kind::append, ",\"novo\":7"}, R"("nome":"AB","novo":7,"lista")"},
      {{"peso", Kind::corrupt}, R"("peso":150.3,)"},
      {{"peso", Kind::last_digit, "9"}, R"("peso":150.9,)"},
      {{"peso", Kind::first_digit, "7"}, R"("peso":750.2,)"},
      {{"nome", Kind::pad}, R"("nome":"  AB ","lista")"},
      {{"nome", Kind::lower}, R"("nome":"ab",)"},
      {{"a", Kind::repeat, "3"}, R"({"a":3,"a":1,"dt")"},
      {{"dt", Kind::brazilian_date}, R"("dt":"30/06/2026",)"},
      {{"peso", Kind::decimal_comma}, R"("peso":"150,2",)"},
      {{"a", Kind::quote}, R"({"a":"1",)"},
      {{"nome", Kind::unquote}, R"("nome":AB,)"},
      {{"a", Kind::increase, {}, 41}, R"({"a":42,)"},
      {{"dt", Kind::from_anchor, {}, 2}, R"("dt":"2026-07-02T10:00:00",)"},
      {{"dt", Kind::from_file, {}, 9}, R"("dt":"2026-07-14T10:00:00",)"},
      {{"z", Kind::from_anchor, {}, -1}, R"("z":"2026-06-29"})"},
      {{"z", Kind::brazilian_date}, R"("z":null})"},
  };
  for (const EditCase& test : cases) {
    const std::string text = written({test.edit});
    EXPECT_NE(text.find(test.part), std::string::npos) << test.part << "\nnot in\n" << text;
  }
}

TEST(JsonWriter, SeveralEditsOfOneRecord) {
  EXPECT_EQ(written({{"a", Kind::omit}, {"dt", Kind::omit}, {"z", Kind::set, "1"}}),
            R"({"peso":150.2,"nome":"AB","lista":[{"id":1}],"z":1})");
}

}  // namespace
}  // namespace gdo::synth
