#include "contract/json_schema.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "example_contract.h"
#include "golden.h"

namespace gdo::contract {
namespace {

using nlohmann::json;
using test::example_and;
using test::example_with;

class JsonSchemaTest : public testing::TestWithParam<const char*> {};

TEST_P(JsonSchemaTest, OfABuiltInPayloadIsTheOneKept) {
  const Catalog catalog = load_catalog();
  test::expect_golden(std::string(GetParam()) + ".schema.json",
                      json_schema(*catalog.payload(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Payloads, JsonSchemaTest,
                         testing::Values("animais", "caixas", "desossa", "escala",
                                         "registro_venda"));

json schema_of(const std::string& yaml) {
  const Catalog catalog = test::load(yaml);
  return json::parse(json_schema(catalog.payloads().front()));
}

TEST(JsonSchemaShapeTest, ARecordStandsAloneOrInAnArray) {
  const json schema = schema_of(std::string(test::kExample));
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["$id"], "urn:gdo:contrato:balanca");
  EXPECT_EQ(schema["anyOf"][0]["$ref"], "#/$defs/Registro");
  EXPECT_EQ(schema["anyOf"][1]["items"]["$ref"], "#/$defs/Registro");
  EXPECT_EQ(schema["$defs"]["pesagem"]["required"], json::parse(R"(["placa","dia"])"));
}

TEST(JsonSchemaShapeTest, AContainerIsAroundTheArray) {
  const json schema = schema_of(example_with("version: 1", "version: 1\ncontainer: [a, b]"));
  EXPECT_EQ(schema["required"], json::parse(R"(["a"])"));
  EXPECT_TRUE(schema["properties"]["a"]["properties"]["b"].contains("anyOf"));
}

TEST(JsonSchemaShapeTest, AFrozenContractAllowsNothingElse) {
  EXPECT_FALSE(
      schema_of(std::string(test::kExample))["$defs"]["pesagem"].contains("additionalProperties"));
  const json frozen = schema_of(example_with("version: 1", "version: 1\ndrift: freeze"));
  EXPECT_EQ(frozen["$defs"]["pesagem"]["additionalProperties"], false);
}

TEST(JsonSchemaShapeTest, NestedMembersStandInTheirObjects) {
  const json schema =
      schema_of(example_and("  - {name: a.b, type: boolean, required: true}\n"
                            "  - {name: a.c, type: text}\n"
                            "  - {name: d.e, type: text}\n"));
  const json& pesagem = schema["$defs"]["pesagem"];
  EXPECT_EQ(pesagem["required"], json::parse(R"(["placa","dia","a"])"));
  EXPECT_EQ(pesagem["properties"]["a"]["required"], json::parse(R"(["b"])"));
  EXPECT_EQ(pesagem["properties"]["a"]["type"], json::parse(R"(["object"])"));
  EXPECT_EQ(pesagem["properties"]["d"]["type"], json::parse(R"(["object","null"])"));
  EXPECT_FALSE(pesagem["properties"]["d"].contains("required"));
}

TEST(JsonSchemaShapeTest, AWarningDoesNotNarrowWhatIsTaken) {
  const json schema = schema_of(example_and(
      "  - {name: x, type: integer, required: true, rules: [{range: {max: 5}, action: warn}]}\n"));
  EXPECT_EQ(schema["$defs"]["pesagem"]["properties"]["x"].dump().find("\"maximum\":5"),
            std::string::npos);
}

}  // namespace
}  // namespace gdo::contract
