#include "values/codes.h"

#include <gtest/gtest.h>

namespace gdo::values {
namespace {

CodeTable sexes() {
  contract::CodeMap map;
  map.entries = {{"M", "macho", {"MACHO", "BOI", "TOURO"}}, {"F", "fêmea", {"FEMEA", "NOVILHA"}}};
  return CodeTable(map);
}

TEST(CodeTable, FindsCodesAndSynonymsWhateverTheirCaseAndAccents) {
  const CodeTable table = sexes();
  for (const auto* text : {"M", "m", "macho", " Macho ", "BOI"}) EXPECT_EQ(table.find(text), "M");
  for (const auto* text : {"F", "fêmea", "FÊMEA", "Femea", "novilha"}) {
    EXPECT_EQ(table.find(text), "F") << text;
  }
  EXPECT_EQ(table.find("X"), std::nullopt);
  EXPECT_EQ(table.find(""), std::nullopt);
  EXPECT_EQ(table.find("MAC"), std::nullopt);
}

TEST(CodeTable, ACodeIsNeverAnotherCodesSynonym) {
  contract::CodeMap map;
  map.entries = {{"A", "", {"B"}}, {"B", "", {}}};
  EXPECT_EQ(CodeTable(map).find("B"), "B");
}

TEST(Booleans, AreReadFromWordsAndNumbers) {
  for (const auto* text : {"true", "True", "1", "1.0", "1,0", "01", "S", "sim", "SIM", "V",
                           "verdadeiro", "yes", "y", "t"}) {
    EXPECT_EQ(parse_boolean(text), true) << text;
  }
  for (const auto* text : {"false", "False", "0", "0.0", "n", "não", "NAO", "F", "falso", "no"}) {
    EXPECT_EQ(parse_boolean(text), false) << text;
  }
  for (const auto* text : {"", "2", "-1", "talvez", "10", "0.5", "1.5", "simmmmmmmmmmmmmmmmmm"}) {
    EXPECT_EQ(parse_boolean(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace gdo::values
