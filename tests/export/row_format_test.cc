#include "export/row_format.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace gdo::exports {
namespace {

using nlohmann::json;

ExportedTable a_table() {
  ExportedTable table;
  table.name = "service_teste";
  table.columns = {{.name = "nome", .type = "text", .kind = ValueKind::text},
                   {.name = "peso", .type = "numeric", .kind = ValueKind::number},
                   {.name = "flag", .type = "boolean", .kind = ValueKind::boolean},
                   {.name = "dados", .type = "jsonb", .kind = ValueKind::json},
                   {.name = "faz_geo_latitude", .type = "numeric", .kind = ValueKind::number},
                   {.name = "faz_geo_longitude", .type = "numeric", .kind = ValueKind::number}};
  table.key = {0};
  table.latitude = 4;
  table.longitude = 5;
  return table;
}

const RowValues kPlain = {"BOI", "1.50", "true", R"({"a": [1, 2]})", "-15.60123", "-56.09781"};
const RowValues kNulls(6, std::nullopt);

std::string document(const char* name, const ExportedTable& table,
                     const std::vector<RowValues>& rows) {
  const auto format = row_format(name, table);
  std::string text;
  format->append_head(text);
  for (std::size_t i = 0; i < rows.size(); ++i) format->append_row(rows[i], i == 0, text);
  format->append_tail(text);
  return text;
}

TEST(CsvFormat, IsWhatRfc4180Asks) {
  const ExportedTable table = a_table();
  const RowValues hard = {"a\"b,c\r\nd", "NaN", "false", "[]", "", "-1"};
  EXPECT_EQ(document("csv", table, {kPlain, kNulls, hard}),
            "nome,peso,flag,dados,faz_geo_latitude,faz_geo_longitude\r\n"
            "BOI,1.50,true,\"{\"\"a\"\": [1, 2]}\",-15.60123,-56.09781\r\n"
            ",,,,,\r\n"
            "\"a\"\"b,c\r\nd\",NaN,false,[],\"\",-1\r\n");
}

TEST(JsonlFormat, KeepsTypesAndEveryDigit) {
  const ExportedTable table = a_table();
  EXPECT_EQ(document("jsonl", table, {kPlain, kNulls}),
            R"({"nome":"BOI","peso":1.50,"flag":true,"dados":{"a": [1, 2]},)"
            R"("faz_geo_latitude":-15.60123,"faz_geo_longitude":-56.09781})"
            "\n"
            R"({"nome":null,"peso":null,"flag":null,"dados":null,)"
            R"("faz_geo_latitude":null,"faz_geo_longitude":null})"
            "\n");
}

TEST(JsonlFormat, WritesWhatJsonCannotHoldAsText) {
  const ExportedTable table = a_table();
  const RowValues hard = {"\"\\\n\x01\xC3\x89", "NaN", "true", "[]", "Infinity", "1"};
  const json line = json::parse(document("jsonl", table, {hard}));
  EXPECT_EQ(line["nome"], "\"\\\n\x01\xC3\x89");
  EXPECT_EQ(line["peso"], "NaN");
  EXPECT_EQ(line["faz_geo_latitude"], "Infinity");
}

TEST(GeoJsonFormat, PutsLongitudeFirstAndLosesNoRow) {
  const ExportedTable table = a_table();
  const std::string text = document("geojson", table, {kPlain, kNulls});
  EXPECT_NE(text.find("\"coordinates\":[-56.09781,-15.60123]"), std::string::npos) << text;
  const json collection = json::parse(text);
  EXPECT_EQ(collection["type"], "FeatureCollection");
  ASSERT_EQ(collection["features"].size(), 2U);
  EXPECT_EQ(collection["features"][0]["type"], "Feature");
  EXPECT_EQ(collection["features"][0]["geometry"]["type"], "Point");
  EXPECT_EQ(collection["features"][0]["properties"]["nome"], "BOI");
  EXPECT_TRUE(collection["features"][1]["geometry"].is_null());
}

TEST(GeoJsonFormat, OfNoRowsIsAnEmptyCollection) {
  EXPECT_TRUE(json::parse(document("geojson", a_table(), {}))["features"].empty());
}

TEST(RowFormat, RefusesWhatItCannotGive) {
  ExportedTable table = a_table();
  EXPECT_THROW(row_format("xml", table), Error);
  table.latitude = table.longitude = std::nullopt;
  EXPECT_THROW(row_format("geojson", table), Error);
}

}  // namespace
}  // namespace gdo::exports
