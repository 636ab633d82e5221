#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/ddl/trusted_ddl.h"

namespace gdo::contract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TableDefinition wanted(const std::string& type) {
  TableDefinition table;
  table.name = "t";
  table.columns = {
      {"token_cliente", "text", true, ""}, {"dia", "date", true, ""}, {"x", type, false, "Valor"}};
  table.primary_key = {"token_cliente", "dia"};
  table.partition_column = "dia";
  return table;
}

const std::vector<std::string> kKey = {"token_cliente", "dia"};
const std::vector<ExistingColumn> kKeyColumns = {{"token_cliente", "text", true},
                                                 {"dia", "date", true}};

SchemaChange change(const std::string& from, const std::string& to) {
  std::vector<ExistingColumn> columns = kKeyColumns;
  columns.push_back({"x", from, false});
  return plan_change(wanted(to), columns, kKey);
}

TEST(SchemaChangeTest, ATableAsWantedStaysAsItIs) {
  const SchemaChange same = change("text", "text");
  EXPECT_EQ(same.sql, "");
  EXPECT_THAT(same.refusals, IsEmpty());
  EXPECT_THAT(same.leftovers, IsEmpty());
}

TEST(SchemaChangeTest, AWiderTypeIsTaken) {
  const std::pair<const char*, const char*> wider[] = {
      {"integer", "bigint"},
      {"integer", "numeric"},
      {"integer", "numeric(10,0)"},
      {"integer", "numeric(13,3)"},
      {"bigint", "numeric(19,0)"},
      {"bigint", "text"},
      {"integer", "text"},
      {"date", "text"},
      {"numeric(8,3)", "numeric(9,3)"},
      {"numeric(8,3)", "numeric(9,4)"},
      {"numeric(8,3)", "numeric"},
      {"numeric(8,3)", "text"},
      {"character varying(20)", "text"},
  };
  for (const auto& [from, to] : wider) {
    const SchemaChange done = change(from, to);
    EXPECT_THAT(done.refusals, IsEmpty()) << from << " → " << to;
    EXPECT_EQ(done.sql, std::string("ALTER TABLE \"t\" ALTER COLUMN \"x\" TYPE ") + to +
                            " USING \"x\"::" + to + ";\n");
  }
}

TEST(SchemaChangeTest, ATypeThatCouldLoseAValueIsRefused) {
  const std::pair<const char*, const char*> narrower[] = {
      {"bigint", "integer"},
      {"numeric", "bigint"},
      {"numeric", "numeric(30,10)"},
      {"numeric(8,3)", "numeric(8,4)"},
      {"numeric(8,3)", "numeric(9,2)"},
      {"numeric(8,0)", "bigint"},
      {"bigint", "numeric(18,0)"},
      {"integer", "numeric(10,1)"},
      {"text", "integer"},
      {"text", "date"},
      {"text", "jsonb"},
      {"jsonb", "text"},
      {"boolean", "text"},
      {"timestamp with time zone", "date"},
      {"date", "timestamp with time zone"},
  };
  for (const auto& [from, to] : narrower) {
    const SchemaChange refused = change(from, to);
    EXPECT_EQ(refused.sql, "") << from << " → " << to;
    ASSERT_THAT(refused.refusals, SizeIs(1)) << from << " → " << to;
    EXPECT_THAT(refused.refusals[0], HasSubstr("column x of t"));
  }
}

TEST(SchemaChangeTest, ANewOptionalColumnIsAddedWithItsComment) {
  const SchemaChange added = plan_change(wanted("text"), kKeyColumns, kKey);
  EXPECT_EQ(added.sql,
            "ALTER TABLE \"t\" ADD COLUMN \"x\" text;\n"
            "COMMENT ON COLUMN \"t\".\"x\" IS 'Valor';\n");
}

TEST(SchemaChangeTest, AColumnEveryRowNeedsCannotBeAdded) {
  TableDefinition table = wanted("text");
  table.columns.push_back({"lote_id", "bigint", true, ""});
  std::vector<ExistingColumn> columns = kKeyColumns;
  columns.push_back({"x", "text", false});
  const SchemaChange refused = plan_change(table, columns, kKey);
  EXPECT_THAT(refused.refusals, ElementsAre(HasSubstr("no column lote_id")));
}

TEST(SchemaChangeTest, AColumnNoLongerNamedStaysAndMayBeNull) {
  std::vector<ExistingColumn> columns = kKeyColumns;
  columns.push_back({"x", "text", false});
  columns.push_back({"velha", "text", true});
  columns.push_back({"outra", "text", false});
  const SchemaChange left = plan_change(wanted("text"), columns, kKey);
  EXPECT_EQ(left.sql, "ALTER TABLE \"t\" ALTER COLUMN \"velha\" DROP NOT NULL;\n");
  EXPECT_THAT(left.leftovers, ElementsAre("velha", "outra"));
}

TEST(SchemaChangeTest, AnotherKeyIsRefusedAndNothingElseIsDone) {
  const SchemaChange refused = plan_change(wanted("text"), kKeyColumns, {"token_cliente"});
  EXPECT_EQ(refused.sql, "");
  EXPECT_THAT(refused.refusals, ElementsAre(HasSubstr("the key of t is (token_cliente)")));
}

TEST(SchemaChangeTest, ThePartitionColumnKeepsItsType) {
  std::vector<ExistingColumn> columns = {
      {"token_cliente", "text", true}, {"dia", "integer", true}, {"x", "text", false}};
  TableDefinition table = wanted("text");
  table.columns[1].type = "bigint";
  EXPECT_THAT(plan_change(table, columns, kKey).refusals, SizeIs(1));
}

}  // namespace
}  // namespace gdo::contract
