// Whatever the planner believes of the tables (that a tenant has no row, that a table is empty), a
// delivery of known keys looks each one up: the work grows with the delivery, not with its product
// with what is stored.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "trusted/schema.h"
#include "trusted/table_sql.h"
#include "trusted/trusted_plant.h"

namespace gdo::test {
namespace {

using nlohmann::json;

// Adds the scans below `node` that read a table as a whole, or an index without a condition.
void find_whole_scans(const json& node, std::vector<std::string>& scans) {
  if (node.contains("Relation Name") && !node.contains("Index Cond")) {
    scans.push_back(node.at("Relation Name"));
  }
  if (!node.contains("Plans")) return;
  for (const json& below : node.at("Plans")) find_whole_scans(below, scans);
}

// Those that stand on the inner side of a nested loop: they are read again for each outer row.
void find_repeated_scans(const json& node, std::vector<std::string>& scans) {
  if (!node.contains("Plans")) return;
  for (const json& below : node.at("Plans")) find_repeated_scans(below, scans);
  if (node.at("Node Type") == "Nested Loop") find_whole_scans(node.at("Plans").at(1), scans);
}

std::vector<std::string> repeated_scans(pg::Connection& connection, const std::string& sql,
                                        const std::vector<pg::Param>& params) {
  const auto explained = connection.query("EXPLAIN (FORMAT JSON) " + sql, params);
  std::vector<std::string> scans;
  find_repeated_scans(json::parse(explained.text(0, 0)).at(0).at("Plan"), scans);
  return scans;
}

// The tenant's rows came after the statistics; or those were taken while no row was committed, and
// there is none at all.
class StaleStatistics : public testing::TestWithParam<bool> {};

TEST_P(StaleStatistics, KnownKeysAreLookedUpOneByOne) {
  const TrustedPlant plant;
  std::vector<std::string> records;
  for (int number = 0; number < 2000; ++number) {
    records.push_back(weighing("P" + std::to_string(number), "2026-02-01", "1",
                               R"("eixos":[{"carga":1},{"carga":2}])"));
  }
  plant.take(file_of(1), records);
  if (GetParam()) {
    for (const char* table : {"pesagens", "pesagens_eixos"}) {
      plant.execute("CREATE TABLE guardadas AS SELECT * FROM trusted_" + std::string(table));
      plant.execute("UPDATE trusted_" + std::string(table) + " SET token_cliente = 'outro'");
      plant.execute("ANALYZE trusted_" + std::string(table));
      plant.execute("DELETE FROM trusted_" + std::string(table));
      plant.execute("INSERT INTO trusted_" + std::string(table) + " SELECT * FROM guardadas");
      plant.execute("DROP TABLE guardadas");
    }
  } else {
    plant.execute(
        "UPDATE pg_class SET reltuples = 0, relpages = greatest(1, pg_relation_size(oid) / 8192) "
        "WHERE relname LIKE 'trusted%' AND relkind = 'r'");
  }
  pg::Connection connection = plant.connect();
  connection.execute("BEGIN");
  const trusted::EntitySql sql = trusted::entity_sql(*plant.catalog().payloads()[0].contracts[0]);
  const trusted::ChildSql& child = sql.children.at(0);
  for (const std::string& create : {sql.create_staging, sql.create_taken, child.create_staging}) {
    connection.query(create);
  }
  connection.query("INSERT INTO st_pesagens SELECT * FROM trusted_pesagens");
  connection.query(
      "INSERT INTO st_pesagens_eixos SELECT *, 1, 1, 1, 1 FROM trusted_pesagens_eixos");
  connection.query(
      "INSERT INTO an_pesagens (token_cliente, placa, dia) "
      "SELECT token_cliente, placa, dia FROM trusted_pesagens");
  connection.query(sql.analyze_taken);
  trusted::set_scans(connection, "off");
  EXPECT_THAT(repeated_scans(connection, sql.find_older, {"a1b2c3"}), testing::IsEmpty());
  EXPECT_THAT(repeated_scans(connection, child.insert_chosen, {"2026-02-02 00:00:00+00", "a1b2c3"}),
              testing::IsEmpty());
  EXPECT_THAT(repeated_scans(connection, child.delete_old, {}), testing::IsEmpty());
  connection.execute("ROLLBACK");
}

INSTANTIATE_TEST_SUITE_P(Believed, StaleStatistics, testing::Bool(),
                         [](const testing::TestParamInfo<bool>& believed) {
                           return believed.param ? "NoRowOfTheTenant" : "NoRowAtAll";
                         });

}  // namespace
}  // namespace gdo::test
