#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "contract/ddl/raw_ddl.h"
#include "contract/ddl/trusted_ddl.h"
#include "contract/reader/catalog_loader.h"
#include "support/test_database.h"

// The SQL of contracts, taken by a real server.
namespace gdo::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class DdlPostgresTest : public testing::Test {
 protected:
  void create_everything() {
    for (const Payload& payload : catalog_.payloads()) {
      connection_.execute(create_raw_table(payload));
    }
    for (const TableDefinition& table : tables()) {
      connection_.execute(create_trusted_table(table) + create_trusted_indexes(table));
    }
  }

  std::vector<TableDefinition> tables() const {
    std::vector<TableDefinition> all;
    for (const Contract& contract : catalog_.contracts()) {
      for (TableDefinition& table : trusted_tables(contract)) all.push_back(std::move(table));
    }
    return all;
  }

  std::vector<ExistingColumn> existing_columns(const std::string& table) {
    const pg::Result rows = connection_.query(
        "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute "
        "WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        {pg::Param(table)});
    std::vector<ExistingColumn> columns;
    for (int i = 0; i < rows.rows(); ++i) {
      columns.push_back(
          {std::string(rows.text(i, 0)), std::string(rows.text(i, 1)), rows.boolean(i, 2)});
    }
    return columns;
  }

  std::vector<std::string> names(const std::string& sql, const std::string& parameter) {
    const pg::Result rows = connection_.query(sql, {pg::Param(parameter)});
    std::vector<std::string> all;
    for (int i = 0; i < rows.rows(); ++i) all.emplace_back(rows.text(i, 0));
    return all;
  }

  std::vector<std::string> primary_key(const std::string& table) {
    return names(
        "SELECT a.attname FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(n, o) "
        "JOIN pg_attribute a ON a.attnum = k.n "
        "WHERE i.indrelid = $1::regclass AND i.indisprimary AND a.attrelid = i.indrelid "
        "ORDER BY k.o",
        table);
  }

  const Catalog catalog_ = load_catalog();
  test::TestDatabase database_;
  pg::Connection connection_ = database_.connect();
};

TEST_F(DdlPostgresTest, EverythingIsCreatedAndCreatingItAgainChangesNothing) {
  create_everything();
  create_everything();
  for (const TableDefinition& table : tables()) {
    const SchemaChange change =
        plan_change(table, existing_columns(table.name), primary_key(table.name));
    EXPECT_EQ(change.sql, "") << table.name;
    EXPECT_THAT(change.refusals, IsEmpty());
    EXPECT_THAT(change.leftovers, IsEmpty());
  }
}

TEST_F(DdlPostgresTest, RawColumnsStandInTheOrderTheyAreSaidTo) {
  create_everything();
  for (const Payload& payload : catalog_.payloads()) {
    std::vector<std::string> columns;
    for (const ExistingColumn& column : existing_columns("raw_" + payload.name)) {
      columns.push_back(column.name);
    }
    EXPECT_EQ(columns, raw_columns(payload));
  }
}

TEST_F(DdlPostgresTest, APartitionTakesItsMonthsRowsAndNoOthers) {
  const Payload& boxes = *catalog_.payload("caixas");
  connection_.execute(create_raw_table(boxes));
  connection_.execute(create_raw_partition(boxes, 2026y / 11));
  const std::string insert =
      "INSERT INTO raw_caixas (lote_id, arquivo_id, nr_registro, byte_inicio, data_processamento, "
      "byte_tamanho, token_cliente, nome_arquivo, dados_completos) "
      "VALUES (1, 1, 1, 0, $1::timestamptz, 2, 'a1b2c3', 'f.json', '{}')";
  connection_.query(insert, {pg::Param("2026-11-01 00:00:00+00")});
  connection_.query(insert, {pg::Param("2026-11-30 23:59:59.999999+00")});
  EXPECT_THROW(connection_.query(insert, {pg::Param("2026-12-01 00:00:00+00")}), Error);
  connection_.execute(create_raw_partition(boxes, 2026y / 12));
  connection_.query(insert, {pg::Param("2026-12-01 00:00:00+00")});
  EXPECT_EQ(connection_.query("SELECT count(*) FROM raw_caixas_2026_11").integer(0, 0), 2);
  EXPECT_EQ(connection_.query("SELECT count(*) FROM raw_caixas_2026_12").integer(0, 0), 1);
  // No CHECK is left behind: each row would pay for it.
  EXPECT_THAT(names("SELECT conname::text FROM pg_constraint WHERE conrelid = $1::regclass",
                    "raw_caixas_2026_11"),
              IsEmpty());
}

TEST_F(DdlPostgresTest, PartitionsGetTheIndexesAndKeysOfTheirTable) {
  create_everything();
  const std::vector<TableDefinition> all = tables();
  for (const TableDefinition& table : all) {
    if (table.partition_column.empty()) continue;
    connection_.execute(create_trusted_partition(table, 2025y / 1));
    EXPECT_EQ(primary_key(trusted_partition_name(table, 2025y / 1)), table.primary_key);
    EXPECT_THAT(names("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = "
                      "$1::regclass AND NOT indisprimary",
                      trusted_partition_name(table, 2025y / 1)),
                testing::SizeIs(table.indexes.size()));
  }
}

TEST_F(DdlPostgresTest, AnOlderTableIsBroughtForwardWithItsRows) {
  connection_.execute(
      "CREATE TABLE trusted_p (token_cliente text, k integer, peso numeric(6,1), velha text NOT "
      "NULL, PRIMARY KEY (token_cliente, k));"
      "INSERT INTO trusted_p VALUES ('a1b2c3', 7, 12.5, 'x')");
  TableDefinition table;
  table.name = "trusted_p";
  table.columns = {{"token_cliente", "text", true, ""},
                   {"k", "bigint", true, ""},
                   {"peso", "numeric(8,3)", false, ""},
                   {"nova", "jsonb", false, "d'água"}};
  table.primary_key = {"token_cliente", "k"};
  table.indexes = {{"token_cliente", "nova"}};
  const SchemaChange change =
      plan_change(table, existing_columns("trusted_p"), primary_key("trusted_p"));
  EXPECT_THAT(change.refusals, IsEmpty());
  EXPECT_THAT(change.leftovers, ElementsAre("velha"));
  connection_.execute(change.sql);
  connection_.execute(create_trusted_indexes(table));
  EXPECT_EQ(connection_.query("SELECT k || '/' || peso FROM trusted_p").text(0, 0), "7/12.500");
  connection_.execute("INSERT INTO trusted_p (token_cliente, k) VALUES ('a1b2c3', 8)");
  EXPECT_EQ(plan_change(table, existing_columns("trusted_p"), primary_key("trusted_p")).sql, "");
}

TEST_F(DdlPostgresTest, PersonalDataIsMarkedInTheColumnsComment) {
  create_everything();
  EXPECT_THAT(names("SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = $1::regclass "
                    "AND col_description(a.attrelid, a.attnum) LIKE '%[dado pessoal]%' "
                    "ORDER BY attnum",
                    "trusted_carcacas"),
              ElementsAre("prod_cpf_cnpj", "prod_nr_ie"));
}

}  // namespace
}  // namespace gdo::contract
