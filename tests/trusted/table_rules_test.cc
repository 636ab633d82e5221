// Rules over tables: reported, never rejecting; what may still come has its grace period.

#include "trusted/table_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trusted/trusted_plant.h"

namespace gdo::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trusted::TableRuleFinding;

// Docks hold numbered places; lorries stand on one of them.
constexpr std::string_view kDocks = R"(
entity: docas
payload: patio
version: 1
key: [doca]
fields:
  - name: doca
    type: text
    required: true
  - name: inicio
    type: integer
  - name: lugares
    type: integer
  - name: portao
    type: text
rules:
  - no_overlap: {start: inicio, count: lugares, within: [portao]}
  - count_matches:
      entity: caminhoes
      distinct: placa
      columns: {doca: doca}
      equals: lugares
      tolerance_percent: 50
      grace_days: 2
)";

constexpr std::string_view kLorries = R"(
entity: caminhoes
payload: portaria
version: 1
key: [placa]
fields:
  - name: placa
    type: text
    required: true
  - name: doca
    type: text
  - name: lugar
    type: integer
  - name: lacre
    type: text
rules:
  - reference:
      entity: docas
      columns: {doca: doca}
      within: {value: lugar, start: inicio, count: lugares}
      grace_days: 3
  - unique_across: [lacre]
children:
  - entity: caminhoes_notas
    array: notas
    fields:
      - name: destino
        type: text
    rules:
      - reference:
          entity: docas
          columns: {destino: doca}
)";

class TableRules : public testing::Test {
 protected:
  void lorries(const std::string& file, const std::vector<std::string>& records) const {
    take("portaria", "portaria_" + file, records);
  }
  void docks(const std::string& file, const std::vector<std::string>& records) const {
    take("patio", "patio_" + file, records);
  }
  // What was loaded until now was loaded so many days earlier.
  void age(const std::string& days) const {
    plant_.execute("UPDATE lote SET data_processamento = data_processamento - interval '" + days +
                   " days'");
  }
  // The keys that the rule finds, and whether it counted them right.
  std::vector<std::string> found(const std::string& entity, const std::string& rule,
                                 const std::string& tenant = "") const {
    pg::Connection connection = plant_.connect();
    for (const TableRuleFinding& finding :
         trusted::check_table_rules(connection, plant_.catalog(), "", tenant)) {
      if (finding.entity != entity || finding.rule != rule) continue;
      EXPECT_EQ(finding.violations, std::ssize(finding.examples));
      return finding.examples;
    }
    ADD_FAILURE() << "no rule " << rule << " of " << entity;
    return {};
  }

  TrustedPlant plant_{std::vector{kDocks, kLorries}};

 private:
  void take(const std::string& payload, const std::string& file,
            const std::vector<std::string>& records) const {
    plant_.deliver(file + ".json", records, payload);
    plant_.load();
    plant_.judge();
  }
};

TEST_F(TableRules, AReferenceIsSilentUntilItsGracePeriodEnds) {
  lorries("1", {R"({"placa":"A","doca":"D1","lugar":1})", R"({"placa":"B"})"});
  EXPECT_THAT(found("caminhoes", "referencia"), IsEmpty()) << "it may still come";
  age("2.9");
  EXPECT_THAT(found("caminhoes", "referencia"), IsEmpty());
  age("0.2");
  EXPECT_THAT(found("caminhoes", "referencia"), ElementsAre("A")) << "B names no dock";
  docks("1", {R"({"doca":"D1","inicio":1,"lugares":4})"});
  EXPECT_THAT(found("caminhoes", "referencia"), IsEmpty()) << "it came late, and all is well";
}

TEST_F(TableRules, ARowThatCameLaterHasItsOwnGracePeriod) {
  lorries("1", {R"({"placa":"A","doca":"D1","lugar":1})"});
  age("4");
  lorries("2", {R"({"placa":"B","doca":"D1","lugar":1})"});
  EXPECT_THAT(found("caminhoes", "referencia"), ElementsAre("A"));
}

TEST_F(TableRules, AReferenceMayAskForAPlaceInARange) {
  docks("1", {R"({"doca":"D1","inicio":10,"lugares":3})", R"({"doca":"D2"})"});
  lorries("1",
          {R"({"placa":"A","doca":"D1","lugar":9})", R"({"placa":"B","doca":"D1","lugar":10})",
           R"({"placa":"C","doca":"D1","lugar":12})", R"({"placa":"D","doca":"D1","lugar":13})",
           R"({"placa":"E","doca":"D1"})", R"({"placa":"F","doca":"D2","lugar":7})"});
  age("4");
  EXPECT_THAT(found("caminhoes", "referencia"), ElementsAre("A", "D"))
      << "what is not known is not held against a row";
}

TEST_F(TableRules, AChildHasTheGracePeriodOfItsParentsLoad) {
  lorries("1", {R"({"placa":"A","notas":[{"destino":"D9"},{"destino":"D1"},{}]})"});
  docks("1", {R"({"doca":"D1"})"});
  age("6.9");
  EXPECT_THAT(found("caminhoes_notas", "referencia"), IsEmpty()) << "seven days unless said";
  age("0.2");
  EXPECT_THAT(found("caminhoes_notas", "referencia"), ElementsAre("A/1"));
}

TEST_F(TableRules, CountsWaitForTheGracePeriodAndBearTheirTolerance) {
  docks("1", {R"({"doca":"D1","lugares":2})", R"({"doca":"D2","lugares":3})", R"({"doca":"D3"})"});
  lorries("1", {R"({"placa":"A","doca":"D1"})", R"({"placa":"B","doca":"D2"})"});
  EXPECT_THAT(found("docas", "comparacao"), IsEmpty());
  age("2.1");
  EXPECT_THAT(found("docas", "comparacao"), ElementsAre("D2")) << "one of two is within 50 %";
  lorries("2", {R"({"placa":"C","doca":"D2"})"});
  EXPECT_THAT(found("docas", "comparacao"), IsEmpty());
}

TEST_F(TableRules, RangesMayNotOverlapNorValuesRepeat) {
  docks("1", {R"({"doca":"D1","inicio":1,"lugares":5,"portao":"N"})",
              R"({"doca":"D2","inicio":6,"lugares":2,"portao":"N"})",
              R"({"doca":"D3","inicio":7,"lugares":1,"portao":"N"})",
              R"({"doca":"D4","inicio":1,"lugares":9,"portao":"S"})"});
  EXPECT_THAT(found("docas", "faixa"), ElementsAre("D3"));
  lorries("1", {R"({"placa":"A","lacre":"L1"})", R"({"placa":"B","lacre":"L1"})",
                R"({"placa":"C","lacre":"L2"})", R"({"placa":"D"})", R"({"placa":"E"})"});
  EXPECT_THAT(found("caminhoes", "unico"), ElementsAre("L1"));
}

TEST_F(TableRules, NothingIsRejectedOrWarnedOf) {
  lorries("1", {R"({"placa":"A","doca":"D1","lugar":1,"lacre":"L"})",
                R"({"placa":"B","doca":"D1","lugar":1,"lacre":"L"})"});
  age("30");
  EXPECT_THAT(found("caminhoes", "referencia"), ElementsAre("A", "B"));
  EXPECT_EQ(plant_.ask("SELECT count(*), count(avisos) FROM trusted_caminhoes"), "2|0");
  EXPECT_EQ(plant_.ask("SELECT count(*) FROM registro_rejeitado"), "0");
  EXPECT_THAT(found("caminhoes", "referencia", "a1b2c3"), ElementsAre("A", "B"));
  EXPECT_THAT(found("caminhoes", "referencia", "outro"), IsEmpty());
}

}  // namespace
}  // namespace gdo::test
