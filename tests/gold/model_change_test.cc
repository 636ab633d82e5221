#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gold/plain_gold.h"
#include "gold/run_service.h"
#include "gold/schema.h"
#include "gold/trusted_world.h"

// A model of another text meets the table that an older one left: it is altered, never dropped.
namespace gdo::gold::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ModelChangeTest : public testing::Test {
 protected:
  ModelChangeTest() {
    slaughter(world_, {});
    debone(world_, {}, {{}});
    world_.put("caixas", a_box({}, "10000001ZZ"));
    refresh();
  }
  ~ModelChangeTest() override {
    execute("DROP VIEW IF EXISTS caixas_do_cliente");
    apply_models(world_.connection());
  }
  ModelChangeTest(const ModelChangeTest&) = delete;
  ModelChangeTest& operator=(const ModelChangeTest&) = delete;

  void refresh() { EXPECT_TRUE(run_service(world_.options(), {}, stop_).success()); }
  void execute(const std::string& sql) { world_.connection().execute(sql); }
  // The table as an older model left it.
  void as_of_old(const std::string& ddl) {
    execute(ddl +
            ";UPDATE modelo SET hash = 'x' WHERE nome = 'service_caixas';"
            "UPDATE modelo_cliente SET hash = 'x' WHERE modelo = 'service_caixas'");
  }
  std::string oid() { return world_.text("SELECT 'service_caixas'::regclass::oid"); }
  std::string shape() {
    return world_.text(
        "SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, "
        "atthasdef), ', ' ORDER BY attname) FROM pg_attribute "
        "WHERE attrelid = 'service_caixas'::regclass AND attnum > 0 AND NOT attisdropped");
  }

  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
};

TEST_F(ModelChangeTest, EveryKindOfChangeIsAnAlterThatKeepsTheTableItsGrantsAndComments) {
  EXPECT_THAT(plan_models(world_.connection()), IsEmpty());
  const std::string wanted = shape();
  const std::string table = oid();
  execute(
      "CREATE ROLE gdo_teste_leitor; GRANT SELECT ON service_caixas TO gdo_teste_leitor; "
      "COMMENT ON TABLE service_caixas IS 'do cliente'");
  const std::string indexes =
      "SELECT string_agg(indexdef, '; ' ORDER BY indexname) FROM pg_indexes "
      "WHERE tablename = 'service_caixas'";
  const std::string wanted_indexes = world_.text(indexes);
  as_of_old(
      "ALTER TABLE service_caixas DROP COLUMN qtde_pecas, DROP COLUMN qtde_lotes, "
      "ADD COLUMN antiga text, ALTER COLUMN peso_liquido TYPE numeric(5,3), "
      "ALTER COLUMN vinculo TYPE integer USING NULL, ALTER COLUMN flag_animais DROP NOT NULL, "
      "ALTER COLUMN sku_codigo SET NOT NULL; "
      "UPDATE service_caixas SET flag_animais = NULL; DROP INDEX service_caixas_por_ordem; "
      "CREATE INDEX service_caixas_por_ordem ON service_caixas (nr_op_desossa)");
  const std::vector<ModelStep> planned = plan_models(world_.connection());
  ASSERT_THAT(planned, SizeIs(1));
  EXPECT_THAT(planned[0].sql, Not(HasSubstr("DROP TABLE")));
  for (const char* statement :
       {"DROP COLUMN \"antiga\"", "ADD COLUMN \"qtde_pecas\" integer",
        "ADD COLUMN \"qtde_lotes\" integer NOT NULL DEFAULT 0",
        "ALTER COLUMN \"peso_liquido\" TYPE numeric(8,3)", "DROP COLUMN \"vinculo\"",
        "ADD COLUMN \"vinculo\" text", "ALTER COLUMN \"flag_animais\" SET NOT NULL",
        "ALTER COLUMN \"sku_codigo\" DROP NOT NULL", "DROP INDEX \"service_caixas_por_ordem\""}) {
    EXPECT_THAT(planned[0].sql, HasSubstr(statement));
  }
  EXPECT_NE(shape(), wanted) << "a plan changes nothing";
  const std::vector<ModelStep> done = apply_models(world_.connection());
  ASSERT_THAT(done, SizeIs(1));
  EXPECT_EQ(done[0].sql, planned[0].sql);
  EXPECT_EQ(shape(), wanted);
  EXPECT_EQ(oid(), table);
  EXPECT_EQ(world_.text(indexes), wanted_indexes);
  EXPECT_EQ(world_.text("SELECT has_table_privilege('gdo_teste_leitor', 'service_caixas', "
                        "'SELECT')::text || obj_description('service_caixas'::regclass)"),
            "truedo cliente");
  execute(
      "REVOKE ALL ON service_caixas FROM gdo_teste_leitor; DROP ROLE gdo_teste_leitor; "
      "COMMENT ON TABLE service_caixas IS NULL");
  // Readers have the rows of before until the next run.
  EXPECT_EQ(world_.count("SELECT count(*) FROM service_caixas"), 1);
  refresh();
  expect_plain_gold(world_.connection());
  EXPECT_THAT(plan_models(world_.connection()), IsEmpty());
}

TEST_F(ModelChangeTest, AnotherKeyEmptiesTheTableAndIsMadeInPlace) {
  const std::string table = oid();
  as_of_old(
      "ALTER TABLE service_caixas DROP CONSTRAINT service_caixas_pkey, "
      "ADD PRIMARY KEY (token_cliente, codigo_barras)");
  EXPECT_THAT(apply_models(world_.connection()), SizeIs(1));
  EXPECT_EQ(oid(), table);
  refresh();
  expect_plain_gold(world_.connection());
  EXPECT_THAT(world_.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint "
                          "WHERE conname = 'service_caixas_pkey'"),
              HasSubstr("(token_cliente, codigo_barras, nr_unidade_desossa)"));
}

TEST_F(ModelChangeTest, AViewThatStandsInTheWayIsNamedAndNothingIsChanged) {
  as_of_old("ALTER TABLE service_caixas ALTER COLUMN peso_liquido TYPE numeric(5,3)");
  execute(
      "CREATE VIEW caixas_do_cliente AS SELECT codigo_barras, peso_liquido FROM service_caixas");
  const std::string before = shape();
  try {
    apply_models(world_.connection());
    FAIL() << "applied";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr("caixas_do_cliente reads peso_liquido"));
  }
  EXPECT_EQ(shape(), before);
  // A view of other columns stays.
  execute(
      "DROP VIEW caixas_do_cliente; "
      "CREATE VIEW caixas_do_cliente AS SELECT codigo_barras FROM service_caixas");
  EXPECT_THAT(apply_models(world_.connection()), SizeIs(1));
  EXPECT_EQ(world_.count("SELECT count(*) FROM caixas_do_cliente"), 1);
}

}  // namespace
}  // namespace gdo::gold::test
