// What trusted writes beside the rows: books, the quality report, changed links, the log.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trusted/trusted_plant.h"

namespace gdo::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kBooks =
    "SELECT itens, aceitos, com_avisos, rejeitados, inseridos, atualizados, superados, filhos "
    "FROM lote_entidade ORDER BY lote_id";
constexpr const char* kLinks = "SELECT ligacao FROM mudanca ORDER BY ligacao::text COLLATE \"C\"";

void follow(const TrustedPlant& plant) {
  plant.execute("INSERT INTO modelo (nome, hash) VALUES ('service_x', '')");
  plant.execute("INSERT INTO modelo_entrada VALUES ('service_x', 'pesagens')");
}

TEST(LoteBooks, BalanceForEveryLote) {
  const TrustedPlant plant;
  plant.take(file_of(2),
             {weighing("AAA", "2026-02-01", "1", R"("eixos":[{"carga":1}])"),
              weighing("BBB", "2026-02-01", "0"),
              weighing("CCC", "2026-02-01", "3", R"("eixos":[{"carga":-1},{"carga":2}])")});
  const auto report = plant.take(
      file_of(3), {weighing("AAA", "2026-02-01", "2"), weighing("DDD", "2026-02-01", "2")});
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "8"), weighing("EEE", "2026-02-01", "8")});
  EXPECT_THAT(plant.rows(kBooks),
              ElementsAre("3|2|1|1|2|0|0|3", "2|2|0|0|1|1|0|0", "2|2|0|0|1|0|1|0"));
  EXPECT_EQ(report.stages.at(0).entities.at("pesagens").updated, 1);
  EXPECT_EQ(plant.ask("SELECT avisos IS NULL FROM trusted_pesagens WHERE placa = 'AAA'"), "t");
  EXPECT_THAT(plant.ask("SELECT avisos FROM trusted_pesagens WHERE placa = 'CCC'"),
              HasSubstr(R"("regra": "faixa")"));
  EXPECT_THAT(plant.rows("SELECT campo, regra, acao, violados FROM qualidade WHERE NOT passo "
                         "ORDER BY lote_id, 1, 2, 3"),
              ElementsAre("carga|faixa|null|1", "peso|faixa|reject|1"));
  EXPECT_THAT(plant.rows("SELECT status, registros_processados, registros_invalidos "
                         "FROM log_processamento WHERE camada = 'trusted' AND lote_id IS NOT NULL "
                         "ORDER BY lote_id"),
              ElementsAre("alerta|3|1", "sucesso|2|0", "sucesso|2|0"));
  EXPECT_THAT(plant.defects(), IsEmpty());
}

TEST(LoteBooks, ChangesAreNotedForTheModelsThatFollow) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("ZZZ", "2026-02-01", "1", R"("doca":"D9")")});
  EXPECT_THAT(plant.rows(kLinks), IsEmpty()) << "no model follows yet";
  follow(plant);
  plant.take(file_of(2), {weighing("AAA", "2026-02-01", "1", R"("doca":"D1")"),
                          weighing("BBB", "2026-02-01", "1")});
  EXPECT_THAT(plant.rows(kLinks),
              ElementsAre(R"({"doca": "D1"})", R"({"placa": "AAA"})", R"({"placa": "BBB"})"));
  plant.execute("TRUNCATE mudanca");
  // The lorry left D1 for D2: both docks change.
  plant.take(file_of(3), {weighing("AAA", "2026-02-01", "1", R"("doca":"D2")")});
  EXPECT_THAT(plant.rows("SELECT DISTINCT ligacao::text COLLATE \"C\" FROM mudanca ORDER BY 1"),
              ElementsAre(R"({"doca": "D1"})", R"({"doca": "D2"})", R"({"placa": "AAA"})"));
  EXPECT_EQ(plant.ask("SELECT DISTINCT modelo, token_cliente, entidade FROM mudanca"),
            "service_x|a1b2c3|pesagens");
}

TEST(LoteBooks, ALoteJudgedAgainChangesNothing) {
  const TrustedPlant plant;
  plant.take(file_of(1),
             {weighing("AAA", "2026-02-01", "1", R"("eixos":[{"carga":1}])"),
              weighing("BBB", "2026-02-01", "0"),
              weighing("AAA", "2026-02-01", "2", R"("eixos":[{"carga":2},{"carga":3}])")});
  plant.take(file_of(2),
             {weighing("CCC", "2026-02-01", "1"), weighing("BBB", "2026-02-01", R"("x")")});
  const auto contents = plant.contents();
  for (int round = 0; round < 2; ++round) {
    plant.queue_all();
    EXPECT_TRUE(plant.judge().success());
    EXPECT_EQ(plant.contents(), contents);
    EXPECT_THAT(plant.defects(), IsEmpty());
  }
  EXPECT_EQ(plant.ask("SELECT count(*) FROM lote WHERE trusted_pendente"), "0");
  EXPECT_EQ(plant.ask("SELECT count(*), count(*) FILTER (WHERE status = 'aberto') "
                      "FROM registro_rejeitado"),
            "2|2");
}

TEST(LoteBooks, WhatAnOperatorDiscardedStaysDiscarded) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "0")});
  plant.execute("UPDATE registro_rejeitado SET status = 'descartado', encerrado_por = 'ana'");
  plant.queue_all();
  plant.judge();
  EXPECT_EQ(plant.ask("SELECT status, encerrado_por FROM registro_rejeitado"), "descartado|ana");
}

// What must never be stored is in no table that trusted writes, nor in the log.
TEST(LoteBooks, AFieldThatIsNeverStoredLeavesNoTrace) {
  const TrustedPlant plant;
  plant.take(file_of(1),
             {weighing("AAA", "2026-02-01", "1", R"("motorista":"JOSE SEGREDO","outro":"fica")"),
              weighing("BBB", "2026-02-01", "2", R"("motorista":"jose segredo")"),
              weighing("CCC", "2026-02-01", "0", R"("motorista":"jose segredo 3")")});
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "2");
  EXPECT_EQ(plant.ask("SELECT dados_extras FROM trusted_pesagens WHERE placa = 'AAA'"),
            R"({"outro": "fica"})");
  EXPECT_THAT(plant.ask("SELECT avisos FROM trusted_pesagens WHERE placa = 'BBB'"),
              HasSubstr(R"("motorista")"));
  for (const char* table : {"trusted_pesagens", "log_processamento", "qualidade", "alerta",
                            "membro_visto", "mudanca", "lote_entidade"}) {
    for (const std::string& row : plant.rows(std::string("SELECT t::text FROM ") + table + " t")) {
      EXPECT_THAT(row, Not(testing::ContainsRegex("[Ss][Ee][Gg][Rr][Ee][Dd][Oo]"))) << table;
    }
  }
  // The original bytes are kept, so that the item can be fixed; the reasons do not repeat them.
  EXPECT_THAT(plant.ask("SELECT motivos FROM registro_rejeitado"), Not(HasSubstr("segredo")));
}

}  // namespace
}  // namespace gdo::test
