// The tables of trusted: their partitions, and what a changed contract does to them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "base/error.h"
#include "trusted/schema.h"
#include "trusted/trusted_plant.h"

namespace gdo::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Partitions, AMonthEachAndTheStrangeOnesInTheRest) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-01-31", "1", R"("eixos":[{"carga":1}])"),
                          weighing("AAA", "2026-02-01", "1"),
                          weighing("AAA", "2098-05-05", "1", R"("eixos":[{"carga":1}])"),
                          weighing("AAA", "2099-05-05", "1")});
  EXPECT_THAT(
      plant.rows("SELECT tableoid::regclass, dia FROM trusted_pesagens ORDER BY dia"),
      ElementsAre("trusted_pesagens_2026_01|2026-01-31", "trusted_pesagens_2026_02|2026-02-01",
                  "trusted_pesagens_resto|2098-05-05", "trusted_pesagens_resto|2099-05-05"));
  EXPECT_THAT(plant.rows("SELECT tableoid::regclass FROM trusted_pesagens_eixos ORDER BY dia"),
              ElementsAre("trusted_pesagens_eixos_2026_01", "trusted_pesagens_eixos_resto"));
}

// The transaction of a replay has touched every partition before it knows which months come.
TEST(Partitions, OfNewMonthsAreMadeByAReplayToo) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-01-31", "1"), weighing("FAR", "2098-05-05", "1")});
  plant.deliver(file_of(2), {weighing("BBB", "2026-02-01", "1", R"("eixos":[{"carga":1}])"),
                             weighing("CCC", "2026-03-01", "1")});
  plant.load();
  EXPECT_TRUE(plant.replay().success());
  EXPECT_THAT(plant.rows("SELECT tableoid::regclass, placa FROM trusted_pesagens ORDER BY dia"),
              ElementsAre("trusted_pesagens_2026_01|AAA", "trusted_pesagens_2026_02|BBB",
                          "trusted_pesagens_2026_03|CCC", "trusted_pesagens_resto|FAR"));
  EXPECT_THAT(plant.rows("SELECT tableoid::regclass FROM trusted_pesagens_eixos"),
              ElementsAre("trusted_pesagens_eixos_2026_02"));
  EXPECT_EQ(plant.ask("SELECT count(*) FROM lote WHERE trusted_pendente"), "0");
  EXPECT_THAT(plant.defects(), IsEmpty());
}

TEST(Partitions, AMonthWhoseRowsLieInTheRestStaysThere) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "1")});
  // As if it had come when that month was too far ahead.
  plant.execute(
      "ALTER TABLE trusted_pesagens DETACH PARTITION trusted_pesagens_2026_02; "
      "INSERT INTO trusted_pesagens SELECT * FROM trusted_pesagens_2026_02; "
      "DROP TABLE trusted_pesagens_2026_02");
  const auto report = plant.take(
      file_of(2), {weighing("AAA", "2026-02-01", "5"), weighing("BBB", "2026-02-02", "1")});
  EXPECT_TRUE(report.success());
  EXPECT_THAT(plant.rows("SELECT tableoid::regclass, placa, peso::int FROM trusted_pesagens "
                         "ORDER BY dia"),
              ElementsAre("trusted_pesagens_resto|AAA|5", "trusted_pesagens_resto|BBB|1"));
  EXPECT_THAT(plant.defects(), IsEmpty());
}

// Who waits for a table's lock makes its readers wait behind.
TEST(Partitions, AreMadeOnceTheTablesUserHasFinishedAndReadersGoOn) {
  const TrustedPlant plant;
  pg::Connection user = plant.connect();
  user.execute("BEGIN; SELECT count(*) FROM trusted_pesagens");
  plant.deliver(file_of(1), {weighing("AAA", "2026-02-01", "1")});
  plant.load();
  std::thread worker([&] { EXPECT_TRUE(plant.judge().success()); });
  pg::Connection reader = plant.connect();
  reader.execute("SET statement_timeout = '10s'");
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(2500);
  while (std::chrono::steady_clock::now() < end) {
    EXPECT_EQ(reader.query("SELECT count(*) FROM trusted_pesagens").integer(0, 0), 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  user.execute("COMMIT");
  worker.join();
  EXPECT_EQ(plant.ask("SELECT tableoid::regclass FROM trusted_pesagens"),
            "trusted_pesagens_2026_02");
}

TEST(ContractChange, BringsColumnsAndWiderTypes) {
  TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "1", R"("turno":"noite")")});
  const std::string before = plant.ask("SELECT contrato_versao FROM trusted_pesagens");
  std::string changed =
      with(kWeighings, "numeric(8,3)\n    required", "numeric(12,4)\n    required");
  changed = with(changed, "  - name: nota\n", "  - name: turno\n    type: text\n  - name: nota\n");
  plant.change_contract(changed);
  EXPECT_EQ(plant.ask("SELECT turno, dados_extras FROM trusted_pesagens"),
            R"(-|{"turno": "noite"})");
  pg::Connection connection = plant.connect();
  const auto outdated = trusted::outdated_lotes(connection, plant.catalog());
  ASSERT_EQ(outdated.size(), 1U);
  EXPECT_EQ(outdated[0].lotes, 1);
  plant.queue_all();
  plant.judge();
  EXPECT_EQ(plant.ask("SELECT turno, dados_extras, contrato_versao <> '" + before +
                      "' FROM trusted_pesagens"),
            "noite|-|t");
  EXPECT_THAT(trusted::outdated_lotes(connection, plant.catalog()), IsEmpty());
}

TEST(ContractChange, ThatWouldLoseDataIsRefused) {
  TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "1")});
  const std::string narrow =
      with(kWeighings, "numeric(8,3)\n    required", "integer\n    required");
  const std::string other_key = with(kWeighings, "key: [placa, dia]", "key: [dia]");
  for (const std::string& contract : {narrow, other_key}) {
    try {
      plant.change_contract(contract);
      ADD_FAILURE() << "not refused";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
      EXPECT_THAT(error.what(), HasSubstr("trusted_pesagens"));
    }
  }
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "1");
}

TEST(ContractChange, RowsThatItRefusesGoWhenTheirLoteIsJudgedAgain) {
  TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "100", R"("eixos":[{"carga":1}])"),
                          weighing("BBB", "2026-02-01", "900", R"("eixos":[{"carga":1}])")});
  plant.change_contract(with(kWeighings, "max: 1000", "max: 500"));
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "2");
  plant.queue_all();
  plant.judge();
  EXPECT_THAT(plant.rows("SELECT placa FROM trusted_pesagens"), ElementsAre("AAA"));
  EXPECT_THAT(plant.rows("SELECT placa FROM trusted_pesagens_eixos"), ElementsAre("AAA"));
  EXPECT_EQ(plant.ask("SELECT count(*) FROM registro_rejeitado WHERE status = 'aberto'"), "1");
  EXPECT_THAT(plant.defects(), IsEmpty());

  plant.change_contract(kWeighings);
  plant.queue_all();
  plant.judge();
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "2");
  EXPECT_EQ(plant.ask("SELECT status FROM registro_rejeitado"), "corrigido");
  EXPECT_THAT(plant.defects(), IsEmpty());
}

TEST(ContractChange, AnOlderRowOfAnotherLoteComesBackForOneThatWent) {
  TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "100")});
  plant.take(file_of(2), {weighing("AAA", "2026-02-01", "900")});
  plant.change_contract(with(kWeighings, "max: 1000", "max: 500"));
  plant.execute("UPDATE lote SET trusted_pendente = true WHERE id = (SELECT max(id) FROM lote)");
  plant.judge();
  EXPECT_EQ(plant.ask("SELECT peso FROM trusted_pesagens"), "100.000");
  EXPECT_THAT(plant.defects(), IsEmpty());
}

}  // namespace
}  // namespace gdo::test
