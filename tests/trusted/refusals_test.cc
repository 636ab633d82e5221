// Items, files and lotes that do not get through, and that the others do not suffer for it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trusted/trusted_plant.h"

namespace gdo::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kLimited = std::string(kWeighings) + "rejection_limit: {items: 1}\n";

std::vector<std::string> weighings(const std::vector<std::string>& weights) {
  std::vector<std::string> records;
  for (const std::string& weight : weights) {
    records.push_back(weighing("P" + std::to_string(records.size()), "2026-02-01", weight));
  }
  return records;
}

// Whether all of the group waits in memory until it is judged, or goes out row by row.
class RejectionLimit : public testing::TestWithParam<std::size_t> {};

TEST_P(RejectionLimit, StopsAFileBeforeAnyOfItIsPublished) {
  TrustedPlant plant(kLimited);
  plant.deliver(file_of(1), weighings({"1", "0", "0", "4"}));
  plant.deliver(file_of(2),
                {weighing("AAA", "2026-02-01", "1"), weighing("BBB", "2026-02-01", "0")});
  plant.load();
  ASSERT_EQ(plant.ask("SELECT count(*) FROM lote"), "1");
  const auto report = plant.judge(1, GetParam());
  EXPECT_FALSE(report.success());
  EXPECT_EQ(report.stages.at(0).blocked_files, 1);
  EXPECT_THAT(plant.rows("SELECT placa FROM trusted_pesagens"), ElementsAre("AAA"));
  EXPECT_EQ(plant.ask("SELECT count(*) FROM registro_rejeitado"), "1");
  EXPECT_EQ(
      plant.ask("SELECT count(*), min(tipo), min(severidade) FROM alerta WHERE status = 'aberto'"),
      "1|limite_rejeicao|erro");
  EXPECT_EQ(plant.ask("SELECT count(*) FROM arquivo WHERE trusted_bloqueado"), "1");
  EXPECT_THAT(
      plant.ask("SELECT string_agg(mensagem, ' ') FROM log_processamento WHERE status = 'erro'"),
      HasSubstr("limite"));
  EXPECT_THAT(plant.defects(), IsEmpty());

  plant.change_contract(kWeighings);
  plant.queue_all();
  EXPECT_TRUE(plant.judge().success());
  EXPECT_THAT(plant.rows("SELECT placa FROM trusted_pesagens ORDER BY 1"),
              ElementsAre("AAA", "P0", "P3"));
  EXPECT_EQ(plant.ask("SELECT count(*) FROM registro_rejeitado WHERE status = 'aberto'"), "3");
  EXPECT_EQ(plant.ask("SELECT count(*) FROM arquivo WHERE trusted_bloqueado"), "0");
  EXPECT_THAT(plant.defects(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Portions, RejectionLimit,
                         testing::Values(trusted::LoteWorker::kHeldBytes, 1));

TEST(RejectionLimits, AtTheLimitAFilePasses) {
  const TrustedPlant plant(kLimited);
  plant.take(file_of(1), weighings({"1", "0", "3"}));
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "2");
}

TEST(RejectionLimits, InPercentOfItsItems) {
  const TrustedPlant plant(std::string(kWeighings) + "rejection_limit: {percent: 40}\n");
  plant.take(file_of(1), weighings({"1", "0", "3"}));
  plant.take(file_of(2), {weighing("AAA", "2026-02-01", "1"), weighing("BBB", "2026-02-01", "0")});
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "2");
  EXPECT_EQ(plant.ask("SELECT count(*) FROM arquivo WHERE trusted_bloqueado"), "1");
}

// A number that jsonb cannot hold, hidden in a member that no contract knows: only PostgreSQL says.
TEST(Refusals, AnItemThatPostgresDoesNotTakeIsRejectedAlone) {
  const TrustedPlant plant;
  plant.deliver(file_of(1), {weighing("AAA", "2026-02-01", "1"),
                             weighing("BBB", "2026-02-01", "1", R"("outro":1e200000)"),
                             weighing("CCC", "2026-02-01", "1")});
  plant.load();
  EXPECT_TRUE(plant.judge().success());
  EXPECT_THAT(plant.rows("SELECT placa FROM trusted_pesagens ORDER BY 1"),
              testing::AllOf(testing::Contains("AAA"), testing::Contains("CCC")));
  EXPECT_EQ(plant.ask("SELECT itens, aceitos + rejeitados FROM lote_entidade"), "3|3");
  EXPECT_THAT(plant.defects(), IsEmpty());
}

// What no check of ours foresees: found among many, wherever PostgreSQL says it.
class UnforeseenRefusal : public testing::TestWithParam<const char*> {};

TEST_P(UnforeseenRefusal, RejectsItsItemAndHoldsNoOtherBack) {
  const TrustedPlant plant;
  std::vector<std::string> records;
  for (int i = 0; i < 600; ++i) {
    records.push_back(weighing("P" + std::to_string(i), "2026-02-01", "1",
                               i % 250 == 7 ? R"("nota":"longa demais")" : ""));
  }
  plant.deliver(file_of(1), records);
  plant.deliver(file_of(2), {weighing("BBB", "2026-02-01", "1")});
  plant.load(1);
  plant.execute(GetParam());
  EXPECT_TRUE(plant.judge().success());
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "598");
  EXPECT_EQ(plant.ask("SELECT count(*) FROM lote WHERE trusted_pendente"), "0");
  EXPECT_THAT(plant.rows("SELECT nr_registro FROM registro_rejeitado WHERE status = 'aberto' "
                         "ORDER BY 1"),
              ElementsAre("8", "258", "508"));
  EXPECT_THAT(plant.defects(), IsEmpty());

  plant.execute("UPDATE lote SET trusted_pendente = true");
  EXPECT_TRUE(plant.judge().success());
  EXPECT_TRUE(plant.replay().success());
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "598");
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, UnforeseenRefusal,
    testing::Values(
        // 23514
        "ALTER TABLE trusted_pesagens ADD CHECK (length(nota) < 5)",
        // 22012
        "CREATE INDEX ON trusted_pesagens ((1 / (length(nota) - 12)))",
        // 54000: an entry of an index has at most 2,704 bytes, and does not shrink here.
        "CREATE FUNCTION lembrada(t text) RETURNS text LANGUAGE sql IMMUTABLE AS "
        "$$SELECT string_agg(md5(n::text), '') FROM generate_series(1, "
        "CASE WHEN length(t) > 5 THEN 300 ELSE 1 END) n$$; "
        "CREATE INDEX ON trusted_pesagens (lembrada(nota))"));

TEST(Refusals, ALoteThatCannotBeStoredWaitsAndHoldsNoOtherBack) {
  const TrustedPlant plant;
  plant.deliver(file_of(1), {weighing("AAA", "2026-02-01", "1", R"("nota":"longa demais")")});
  plant.deliver(file_of(2), {weighing("BBB", "2026-02-01", "1")});
  plant.deliver(file_of(3), {weighing("CCC", "2026-02-01", "1")});
  plant.load(1);
  ASSERT_EQ(plant.ask("SELECT count(*) FROM lote"), "3");
  // No fault of a value's: the function is missing.
  plant.execute(
      "CREATE FUNCTION estrita(t text) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS "
      "'BEGIN IF length(t) > 5 THEN PERFORM nao_existe(); END IF; RETURN 1; END'");
  plant.execute("CREATE INDEX estrito ON trusted_pesagens (estrita(nota))");
  const auto report = plant.judge();
  EXPECT_FALSE(report.success());
  EXPECT_EQ(report.stages.at(0).errors.size(), 1U);
  EXPECT_THAT(plant.rows("SELECT placa FROM trusted_pesagens ORDER BY 1"),
              ElementsAre("BBB", "CCC"));
  EXPECT_THAT(plant.ask("SELECT trusted_erro FROM lote WHERE trusted_pendente"),
              HasSubstr("nao_existe"));

  plant.execute("DROP INDEX estrito");
  plant.queue_all();
  EXPECT_TRUE(plant.judge().success());
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "3");
  EXPECT_EQ(plant.ask("SELECT count(*) FROM lote WHERE trusted_erro IS NOT NULL"), "0");
}

}  // namespace
}  // namespace gdo::test
