#include "contract/ddl/trusted_ddl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "contract/example_contract.h"
#include "contract/golden.h"

namespace gdo::contract {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Le;
using testing::Not;
using testing::SizeIs;
using namespace std::chrono_literals;

std::vector<TableDefinition> built_in_tables() {
  const Catalog catalog = load_catalog();
  std::vector<TableDefinition> tables;
  for (const Contract& contract : catalog.contracts()) {
    for (TableDefinition& table : trusted_tables(contract)) tables.push_back(std::move(table));
  }
  return tables;
}

TEST(TrustedDdlTest, TablesAndPartitionsAreTheOnesKept) {
  std::string sql;
  for (const TableDefinition& table : built_in_tables()) {
    sql += create_trusted_table(table) + create_trusted_indexes(table);
    if (!table.partition_column.empty()) sql += create_trusted_partition(table, 2025y / 1);
    sql += "\n";
  }
  test::expect_golden("trusted.sql", sql);
}

TEST(TrustedDdlTest, EveryKeyAndIndexStartsWithTheTenant) {
  for (const TableDefinition& table : built_in_tables()) {
    EXPECT_EQ(table.primary_key.front(), "token_cliente") << table.name;
    EXPECT_EQ(table.columns.front().name, "token_cliente") << table.name;
    for (const auto& index : table.indexes) EXPECT_EQ(index.front(), "token_cliente");
  }
}

TEST(TrustedDdlTest, APartitionedTablesKeyHoldsThePartitionColumn) {
  for (const TableDefinition& table : built_in_tables()) {
    if (table.partition_column.empty()) continue;
    EXPECT_THAT(table.primary_key, testing::Contains(table.partition_column)) << table.name;
  }
}

TEST(TrustedDdlTest, KeyColumnsComeFirstAndAreNotNull) {
  for (const TableDefinition& table : built_in_tables()) {
    for (std::size_t i = 0; i < table.primary_key.size(); ++i) {
      EXPECT_EQ(table.columns[i].name, table.primary_key[i]) << table.name;
      EXPECT_TRUE(table.columns[i].not_null) << table.name << "." << table.columns[i].name;
    }
  }
}

TEST(TrustedDdlTest, AChildAddsItsPlaceToTheParentsKey) {
  for (const TableDefinition& table : built_in_tables()) {
    if (table.name != "trusted_venda_caixas") continue;
    EXPECT_THAT(table.primary_key, ElementsAre("token_cliente", "cnpj_local_estoque", "nr_pedido",
                                               "carga", "nr_item"));
  }
}

TEST(TrustedDdlTest, NoNameIsCutByTheServerNorUsedTwice) {
  std::set<std::string> names;
  for (const TableDefinition& table : built_in_tables()) {
    const std::string sql = create_trusted_indexes(table);
    for (std::size_t at = sql.find("EXISTS \""); at != std::string::npos;
         at = sql.find("EXISTS \"", at + 1)) {
      const std::size_t start = at + 8;
      const std::string name = sql.substr(start, sql.find('"', start) - start);
      EXPECT_THAT(name, SizeIs(Le(63U)));
      EXPECT_TRUE(names.insert(name).second) << name;
    }
    EXPECT_TRUE(names.insert(table.name).second);
    EXPECT_THAT(trusted_partition_name(table, 2025y / 12), SizeIs(Le(57U)));
  }
}

TEST(TrustedDdlTest, TheOriginalTextHasAColumnOfItsOwn) {
  const Catalog catalog =
      test::load(test::example_and("  - {name: x, type: text, clean: [keep_original]}\n"));
  const std::string sql = create_trusted_table(trusted_tables(catalog.contracts().front()).front());
  EXPECT_THAT(sql, HasSubstr("\"x\" text,\n  \"x_original\" text,\n"));
}

TEST(TrustedDdlTest, TextInCommentsIsQuoted) {
  const Catalog catalog = test::load(
      test::example_and("  - {name: x, type: text, description: \"d'água \\\\ 'fim'\"}\n"));
  const std::string sql = create_trusted_table(trusted_tables(catalog.contracts().front()).front());
  EXPECT_THAT(sql, HasSubstr("IS E'd''água \\\\ ''fim''';"));
}

}  // namespace
}  // namespace gdo::contract
