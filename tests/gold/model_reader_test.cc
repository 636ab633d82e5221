// Heads of models: the built-in ones, and what is refused.

#include "gold/model_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "gold/models.h"

namespace gdo::gold {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kModel =
    "-- modelo: service_x\n"
    "-- chave: token_cliente, a\n"
    "-- grupo: token_cliente, a\n"
    "-- entrada: caixas\n"
    "-- origem: service_y [b = a] > caixa_ordens > trusted_desossa (amostra)\n"
    "\n"
    "-- == tabela\n"
    "CREATE TABLE IF NOT EXISTS service_x (a text);\n"
    "-- == chaves\n"
    "SELECT 1\n"
    "-- == periodo\n"
    "SELECT 2\n"
    "-- == linhas\n"
    "SELECT 3\n"
    "-- == registros\n"
    "SELECT 4\n"
    "-- == verificacao avisa v\n"
    "SELECT 5\n";

std::string faults_of(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  ModelFaults faults;
  read_model("x.sql", text, faults);
  try {
    faults.raise();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(ModelReader, AWayIsReadWithItsColumnsAndItsEnd) {
  ModelFaults faults;
  const Model model = read_model("x.sql", kModel, faults);
  faults.raise();
  ASSERT_EQ(model.origins.size(), 1U);
  const ModelOrigin& origin = model.origins[0];
  EXPECT_TRUE(origin.sample);
  EXPECT_EQ(origin.to.name, "trusted_desossa");
  ASSERT_EQ(origin.way.size(), 2U);
  EXPECT_EQ(origin.way[0].columns[0].column, "b");
  EXPECT_EQ(origin.way[0].columns[0].equals, "a");
  EXPECT_EQ(model.lines.rows, 13);
  EXPECT_EQ(model.checks[0].line, 17);
}

TEST(ModelReader, WhatIsAboutReadingRowsIsNoPartOfTheTextThatMakesThem) {
  ModelFaults faults;
  const Model model = read_model("x.sql", kModel, faults);
  EXPECT_THAT(model.text, Not(HasSubstr("origem")));
  EXPECT_THAT(model.text, Not(HasSubstr("SELECT 4")));
  EXPECT_THAT(model.text, HasSubstr("SELECT 3\n-- == verificacao avisa v\nSELECT 5\n"));
}

TEST(ModelReader, EveryFaultHasItsFileItsLineAndWhatToWrite) {
  EXPECT_THAT(faults_of(kModel, "chave:", "chavee:"), HasSubstr("x.sql:2: there is no `chavee`"));
  EXPECT_THAT(faults_of(kModel, "entrada: caixas", "entrada caixas"),
              HasSubstr("x.sql:4: no value in"));
  EXPECT_THAT(faults_of(kModel, "service_y [b = a]", "service_y [b = a = c]"),
              HasSubstr("x.sql:5: `service_y [b = a = c]` is not part of a way"));
  EXPECT_THAT(faults_of(kModel, "avisa v", "talvez v"), HasSubstr("x.sql:17: a check is"));
  EXPECT_THAT(faults_of(kModel, "token_cliente, a", "a, token_cliente"),
              HasSubstr("begin with token_cliente"));
  EXPECT_THAT(faults_of(kModel, "EXISTS service_x", "EXISTS service_z"),
              HasSubstr("x.sql:7: the section makes the model's table"));
  EXPECT_THAT(faults_of(kModel, "-- == registros\nSELECT 4\n", "-- == chaves\nSELECT 4\n"),
              HasSubstr("x.sql:15: section chaves is there twice"));
}

TEST(ModelReader, ModelsComeAfterThoseTheyRead) {
  std::vector<Model> backwards(built_in_models().begin(), built_in_models().end());
  std::reverse(backwards.begin(), backwards.end());
  const Models ordered(std::move(backwards));
  std::set<std::string> before;
  for (const Model& model : ordered) {
    for (const ModelInput& input : model.inputs) {
      if (built_in_models().find(input.entity) != nullptr) {
        EXPECT_TRUE(before.contains(input.entity)) << model.name << " reads " << input.entity;
      }
    }
    before.insert(model.name);
  }
  EXPECT_EQ(before.size(), 9U);

  Model one;
  one.name = "service_a";
  one.inputs = {{"service_b", {"x"}}};
  Model other;
  other.name = "service_b";
  other.inputs = {{"service_a", {"x"}}};
  EXPECT_THROW(Models({one, other}), Error);
}

}  // namespace
}  // namespace gdo::gold
