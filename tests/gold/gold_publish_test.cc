#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "gold/model_reader.h"
#include "gold/models.h"
#include "gold/run_service.h"
#include "gold/schema.h"
#include "gold/trusted_world.h"

// Write, audit, publish; who waits for whom; what a rebuild touches.
namespace gdo::gold::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class GoldPublishTest : public testing::Test {
 protected:
  ServiceReport refresh() { return run_service(world_.options(), {}, stop_); }

  static const ServiceStage& stage(const ServiceReport& report, const std::string& model) {
    for (const ServiceStage& found : report.stages) {
      if (found.model == model) return found;
    }
    throw Error(ErrorKind::internal, "no stage of " + model);
  }

  // Boxes that no order is of.
  void put_many_boxes() {
    world_.put("caixas", a_box({}, "10000001ZZ"));
    world_.connection().execute(
        "TRUNCATE service_caixas;"
        "INSERT INTO trusted_caixas (token_cliente, nr_unidade_desossa, codigo_barras, "
        "nr_op_desossa, peso_liquido, lote_id, arquivo_id, nr_registro, nr_item, versao_ts, "
        "versao_hash, atualizado_em, contrato_versao) "
        "SELECT 'a1b2c3', '77', lpad(i::text, 8, '0') || 'AA', '1', 20, 1, 1, 1, i, now(), 1, "
        "now(), '1' FROM generate_series(1, 20000) i; ANALYZE trusted_caixas");
  }

  std::int64_t waiting(const std::string& model) {
    return world_.count("SELECT count(*) FROM mudanca WHERE modelo = '" + model + "'");
  }

  static constexpr const char* kIndexes =
      "SELECT string_agg(pg_get_indexdef(indexrelid), chr(10) ORDER BY indexrelid::regclass::text) "
      "FROM pg_index WHERE indrelid = 'service_caixas'::regclass";
  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
};

TEST_F(GoldPublishTest, AFailingCheckKeepsYesterdaysRowsAndSaysWhichKeys) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, "10000001ZZ"));
  ASSERT_TRUE(refresh().success());
  // A child without its order: trusted never writes one; gold looks for itself.
  world_.connection().execute(
      "INSERT INTO trusted_desossa_lotes VALUES ('a1b2c3', '9999', '70009', '9999', '2025-01-27', "
      "1, 1, '9999', '2025-01-27');"
      "INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao) VALUES "
      "('service_ordem_lotes', 'a1b2c3', 'desossa', '{\"nr_unidade_desossa\": \"9999\", "
      "\"nr_op_desossa\": \"70009\", \"nr_unidade_abate\": \"9999\", "
      "\"dt_abate\": \"2025-01-27\"}')");
  world_.put("escala", a_schedule({}, {{"prod_cpf_cnpj", nullptr}}));
  const ServiceReport report = refresh();
  EXPECT_FALSE(report.success());
  const ServiceStage& sources = stage(report, "service_ordem_lotes");
  ASSERT_THAT(sources.errors, SizeIs(1));
  EXPECT_EQ(sources.errors[0].code, "verificacao");
  EXPECT_THAT(sources.errors[0].keys, testing::ElementsAre("9999/70009/9999/2025-01-27"));
  EXPECT_EQ(sources.changed_rows, 0);
  EXPECT_EQ(world_.text("SELECT flag_documento FROM service_ordem_lotes"), "t");
  EXPECT_GT(waiting("service_ordem_lotes"), 0);
  EXPECT_EQ(world_.text("SELECT concat_ws(' ', severidade, status, detalhes ->> 'chaves') "
                        "FROM alerta WHERE severidade = 'erro'"),
            R"(erro aberto ["9999/70009/9999/2025-01-27"])");
  // What does not depend on it went on; what does was held back.
  EXPECT_EQ(world_.text("SELECT flag_documento FROM service_lotes_abate"), "f");
  EXPECT_EQ(stage(report, "service_caixas").errors.at(0).code, "dependencia");
  EXPECT_EQ(world_.text("SELECT flag_rastreavel FROM service_caixas"), "t");

  EXPECT_FALSE(refresh().success());
  EXPECT_EQ(world_.text("SELECT vezes FROM alerta WHERE severidade = 'erro'"), "2");
  world_.connection().query("DELETE FROM trusted_desossa_lotes WHERE nr_op_desossa = '70009'");
  EXPECT_TRUE(refresh().success());
  EXPECT_EQ(world_.text("SELECT motivo_nao_rastreavel FROM service_caixas"),
            "produtor_sem_documento");
  EXPECT_EQ(world_.text("SELECT status FROM alerta WHERE severidade = 'erro'"), "resolvido");
  EXPECT_EQ(world_.count("SELECT count(*) FROM mudanca"), 0);
}

TEST_F(GoldPublishTest, WhatDidNotChangeIsNotWritten) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, "10000001ZZ"));
  refresh();
  world_.put("caixas", a_box({}, "10000001ZZ"));
  world_.put("escala", a_schedule({}, {{"faz_cidade", "SORRISO"}}));
  const ServiceReport report = refresh();
  EXPECT_EQ(stage(report, "service_lotes_abate").changed_rows, 1);
  EXPECT_EQ(stage(report, "service_ordem_lotes").changed_rows, 0);
  EXPECT_EQ(stage(report, "service_caixas").changed_rows, 0);
  EXPECT_EQ(stage(report, "service_caixas").keys, 1);
}

TEST_F(GoldPublishTest, ARowSaysSinceWhenItIsAsItIs) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, "10000001ZZ"));
  refresh();
  const std::string box = world_.text("SELECT atualizado_em::text FROM service_caixas");
  const std::string lot = world_.text("SELECT atualizado_em::text FROM service_lotes_abate");
  world_.put("caixas", a_box({}, "10000001ZZ"));
  world_.put("escala", a_schedule({}, {{"faz_cidade", "SORRISO"}}));
  refresh();
  EXPECT_EQ(world_.text("SELECT atualizado_em::text FROM service_caixas"), box);
  EXPECT_GT(world_.text("SELECT atualizado_em::text FROM service_lotes_abate"), lot);
}

TEST_F(GoldPublishTest, AReplayOfDaysMendsThoseDaysOnly) {
  for (const char* day : {"2025-01-27", "2025-01-28"}) {
    slaughter(world_, {.day = day});
    debone(world_, {.day = day}, {{.day = day}});
  }
  world_.put("caixas", a_box({}, "10000001ZZ"));
  world_.put("caixas", a_box({.day = "2025-01-28"}, "10000002ZZ"));
  refresh();
  world_.connection().execute(
      "UPDATE service_caixas SET peso_liquido = 1; UPDATE service_lotes_abate SET faz_nome = 'X';"
      "DELETE FROM service_ordens_desossa WHERE dt_abate = '2025-01-28'");
  const ServiceReport report =
      replay_service(world_.options(), {}, Period{"2025-01-28", "2025-01-28"}, stop_);
  EXPECT_TRUE(report.success());
  EXPECT_EQ(world_.text("SELECT string_agg(faz_nome, ' ' ORDER BY dt_abate) "
                        "FROM service_lotes_abate"),
            "X FAZENDA 1");
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_ordens_desossa"), 2);
  EXPECT_EQ(world_.text("SELECT peso_liquido FROM service_caixas WHERE dt_abate = '2025-01-28'"),
            "21.400");
  EXPECT_TRUE(replay_service(world_.options(), {}, std::nullopt, stop_).success());
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_caixas WHERE peso_liquido = 21.4"), 2);
}

TEST_F(GoldPublishTest, ALargeEmptyTableIsFilledBeforeItsIndexesAreMadeAndHasThemAll) {
  const std::string key = "SELECT 'service_caixas_pkey'::regclass::oid";
  const std::string before = world_.text(kIndexes);
  for (const int workers : {1, 2}) {
    const std::string old_key = world_.text(key);
    put_many_boxes();
    world_.connection().execute(
        "DELETE FROM pg_statistic WHERE starelid = 'service_caixas'::regclass");
    EXPECT_TRUE(
        run_service(world_.options(), {.entities = {}, .workers = workers}, stop_).success());
    EXPECT_EQ(world_.count("SELECT count(*) FROM service_caixas"), 20001);
    EXPECT_EQ(world_.text(kIndexes), before);
    EXPECT_EQ(world_.count("SELECT count(*) FROM modelo WHERE indices IS NOT NULL"), 0);
    EXPECT_NE(world_.text(key), old_key);
    // The planner knows the columns of all of them.
    EXPECT_EQ(world_.count("SELECT count(*) FROM pg_stats WHERE tablename = 'service_caixas' "
                           "AND attname IN ('codigo_barras', 'nr_op_desossa', 'dt_producao')"),
              3);
    world_.connection().execute("DELETE FROM trusted_caixas; DELETE FROM modelo_cliente");
  }
  EXPECT_THAT(world_.text("SELECT string_agg(conname, ' ') FROM pg_constraint "
                          "WHERE conrelid = 'service_caixas'::regclass AND contype = 'p'"),
              testing::Eq("service_caixas_pkey"));
}

TEST_F(GoldPublishTest, IndexesThatARunLeftToTheNextAreMade) {
  const std::string before = world_.text(kIndexes);
  // One of them is there: gdo migrate made it.
  world_.connection().execute(
      "UPDATE modelo SET indices = ARRAY(SELECT pg_get_indexdef(indexrelid) FROM pg_index "
      "WHERE indrelid = 'service_caixas'::regclass AND NOT indisunique) "
      "WHERE nome = 'service_caixas'; DROP INDEX service_caixas_por_dia");
  EXPECT_TRUE(refresh().success());
  EXPECT_EQ(world_.text(kIndexes), before);
  EXPECT_EQ(world_.count("SELECT count(*) FROM modelo WHERE indices IS NOT NULL"), 0);
}

TEST_F(GoldPublishTest, AnEmptyTableWhoseKeyATableOfTheUsersRefersToKeepsIt) {
  put_many_boxes();
  const std::string key = "SELECT 'service_caixas_pkey'::regclass::oid";
  const std::string before = world_.text(key);
  world_.connection().execute(
      "CREATE TABLE etiquetas (token_cliente text, codigo text, unidade text, FOREIGN KEY "
      "(token_cliente, codigo, unidade) REFERENCES service_caixas)");
  EXPECT_TRUE(refresh().success());
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_caixas"), 20001);
  EXPECT_EQ(world_.text(key), before);
  world_.connection().execute("DROP TABLE etiquetas");
}

TEST_F(GoldPublishTest, SeveralProcessesShareTheWork) {
  for (int number = 1; number <= 3; ++number)
    slaughter(world_, {.number = number, .first = 2 * number});
  debone(world_, {}, {{.number = 1}, {.number = 2}, {.number = 3}});
  for (int i = 0; i < 20; ++i) {
    world_.put("caixas", a_box({}, "100000" + std::to_string(10 + i) + "ZZ"));
  }
  {
    std::vector<std::jthread> processes;
    for (int i = 0; i < 3; ++i) {
      processes.emplace_back([this] { EXPECT_TRUE(refresh().success()); });
    }
  }
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_caixas WHERE flag_rastreavel"), 20);
  EXPECT_EQ(world_.count("SELECT count(*) FROM mudanca"), 0);
}

TEST_F(GoldPublishTest, AskedToStopItStopsAndTheNextRunGoesOn) {
  world_.put("caixas", a_box({}, "10000001ZZ"));
  StopFlag stop;
  stop.request();
  EXPECT_TRUE(run_service(world_.options(), {}, stop).interrupted);
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_caixas"), 0);
  EXPECT_TRUE(refresh().success());
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_caixas"), 1);
}

TEST_F(GoldPublishTest, OnlyModelsThatAnEntityReachesAreRun) {
  slaughter(world_, {});
  world_.put("registro_venda", a_sale("1"));
  run_service(world_.options(), {.entities = {"registro_venda"}, .tenant = {}}, stop_);
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_vendas"), 1);
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_lotes_abate"), 0);
}

TEST_F(GoldPublishTest, ModelsAreRegisteredOnceOpenPublicationsHaveEnded) {
  world_.connection().execute(
      "UPDATE modelo SET hash = 'x' WHERE nome = 'service_caixas'; SET lock_timeout = '50ms'");
  pg::Connection publisher(world_.options());
  {
    pg::Transaction open(publisher);
    publisher.query("SELECT modelo FROM modelo_entrada");
    EXPECT_THROW(apply_models(world_.connection()), Error);
    open.commit();
  }
  EXPECT_THAT(apply_models(world_.connection()), SizeIs(1));
  world_.connection().query("RESET lock_timeout");
}

TEST(ModelsTest, EachModelComesAfterThoseItReads) {
  std::vector<std::string> seen;
  for (const Model& model : built_in_models()) {
    for (const ModelInput& input : model.inputs) {
      if (!input.entity.starts_with("service_")) continue;
      EXPECT_THAT(seen, testing::Contains(input.entity)) << model.name;
      EXPECT_THAT(input.link, testing::Not(IsEmpty())) << model.name;
    }
    EXPECT_FALSE(model.checks.empty()) << model.name;
    seen.push_back(model.name);
  }
  EXPECT_THAT(seen, SizeIs(9));
}

TEST(ModelsTest, AModelThatLacksSomethingIsRefusedByItsFilesName) {
  ModelFaults faults;
  read_model("sql/service/x.sql",
             "-- modelo: service_x\n-- chave: token_cliente\n-- == tabela\nSELECT 1\n", faults);
  try {
    faults.raise();
    FAIL() << "read";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("sql/service/x.sql"));
  }
}

// What no check foresees: found among many groups, whether all are worked out or those that
// changed.
TEST_F(GoldPublishTest, AValueThatPostgresRefusesLeavesOutItsGroupAlone) {
  world_.connection().execute(
      "ALTER TABLE service_lotes_abate ADD CONSTRAINT estreita CHECK (nr_lote_abate <> 3)");
  for (int number = 1; number <= 5; ++number)
    slaughter(world_, {.number = number, .first = number * 10});
  for (const bool from_nothing : {true, false}) {
    const ServiceReport report = refresh();
    EXPECT_TRUE(report.success()) << from_nothing;
    EXPECT_EQ(world_.text("SELECT string_agg(nr_lote_abate::text, ',' ORDER BY nr_lote_abate) FROM "
                          "service_lotes_abate"),
              "1,2,4,5");
    EXPECT_THAT(world_.text("SELECT severidade || ' ' || (detalhes ->> 'chaves') FROM alerta "
                            "WHERE detalhes ->> 'verificacao' = 'valor_recusado'"),
                testing::AllOf(HasSubstr("aviso"), HasSubstr("/3\"")));
    EXPECT_EQ(waiting("service_lotes_abate"), 0);
    for (int number = 1; number <= 5; ++number) {
      world_.put("escala", a_schedule({.number = number, .first = number * 10},
                                      {{"prod_cpf_cnpj", nullptr}}));
    }
  }
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_lotes_abate WHERE flag_documento"), 0);
  world_.connection().execute("ALTER TABLE service_lotes_abate DROP CONSTRAINT estreita");
  for (int number = 1; number <= 5; ++number)
    world_.put("escala", a_schedule({.number = number, .first = number * 10}));
  EXPECT_TRUE(refresh().success());
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_lotes_abate"), 5);
}

}  // namespace
}  // namespace gdo::gold::test
