// A tenant that came after the planner's statistics were taken has about one row for the planner,
// whatever it has: gold has the tables looked at again before it works on many of its changes.

#include "gold/statistics.h"

#include <gtest/gtest.h>

#include "gold/trusted_world.h"

namespace gdo::gold::test {
namespace {

class StatisticsTest : public testing::Test {
 protected:
  StatisticsTest() {
    slaughter(world_, {});
    execute(
        "INSERT INTO trusted_carcacas SELECT (jsonb_populate_record(t, "
        "jsonb_build_object('nr_sequencial', n))).* FROM trusted_carcacas t, "
        "generate_series(100, 3000) n WHERE nr_sequencial = 1 AND nr_banda = 1; "
        "INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao) "
        "SELECT modelo, token_cliente, entidade, ligacao FROM mudanca, generate_series(1, 1000)");
    // Statistics of another tenant, then the rows as they are.
    execute(
        "CREATE TABLE guardadas AS SELECT * FROM trusted_carcacas; "
        "UPDATE trusted_carcacas SET token_cliente = 'outro'");
    execute("ANALYZE trusted_carcacas");
    execute(
        "DELETE FROM trusted_carcacas; INSERT INTO trusted_carcacas SELECT * FROM guardadas; "
        "DROP TABLE guardadas");
  }

  void execute(const std::string& sql) { world_.connection().execute(sql); }
  std::int64_t planned_rows() {
    return Json::parse(
        world_.text("EXPLAIN (FORMAT JSON) SELECT FROM trusted_carcacas WHERE "
                    "token_cliente = 'a1b2c3'"))[0]["Plan"]["Plan Rows"];
  }

  TrustedWorld& world_ = TrustedWorld::empty_again();
};

TEST_F(StatisticsTest, OfATenantThatTheyDoNotKnowAreTakenAgain) {
  ASSERT_GT(world_.count("SELECT count(*) FROM mudanca"), 1000);
  EXPECT_LT(planned_rows(), 100);
  learn_new_inputs(world_.connection(), world_.options(), 1);
  EXPECT_GT(planned_rows(), 1000);
}

TEST_F(StatisticsTest, AreLeftAsTheyAreForFewChanges) {
  execute("DELETE FROM mudanca");
  learn_new_inputs(world_.connection(), world_.options(), 1);
  EXPECT_LT(planned_rows(), 100);
}

TEST_F(StatisticsTest, AreTakenAgainAfterATenantsFirstRowsEvenAmongManyOfOthers) {
  execute("UPDATE pg_class SET reltuples = 1e9 WHERE relname = 'trusted_carcacas'");
  analyze_if_changed(world_.connection(), "trusted_carcacas", 600, "a1b2c3");
  EXPECT_GT(planned_rows(), 1000);
}

}  // namespace
}  // namespace gdo::gold::test
