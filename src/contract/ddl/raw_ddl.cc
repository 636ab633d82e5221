#include "contract/ddl/raw_ddl.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/encodings.h"
#include "contract/ddl/sql_text.h"
#include "embedded/contract_sql.h"

namespace gdo::contract {
namespace {

std::string table_name(const Payload& payload) { return "raw_" + payload.name; }

std::string utc_start(std::chrono::year_month month) {
  return quoted_literal(first_day(month) + " 00:00:00+00");
}

}  // namespace

std::vector<std::string> raw_columns(const Payload& payload) {
  std::vector<std::string> columns = {"lote_id",      "arquivo_id",         "nr_registro",
                                      "byte_inicio",  "data_processamento", "byte_tamanho",
                                      "token_cliente"};
  for (const RawKeyColumn& key : payload.raw_key_columns) columns.push_back(key.column);
  columns.insert(columns.end(), {"nome_arquivo", "dados_completos"});
  return columns;
}

std::string create_raw_table(const Payload& payload) {
  const std::string table = table_name(payload);
  std::string keys;
  for (const RawKeyColumn& key : payload.raw_key_columns) {
    keys += fmt::format("  {} text,\n", quote_identifier(key.column));
  }
  // Wide columns first, so that no row has padding. dados_completos is json, the exact bytes.
  return fmt::format(contract_sql::create_raw_table, quote_identifier(table), keys) + "\n" +
         fmt::format(contract_sql::create_raw_indexes, quote_identifier(table + "_data_idx"),
                     quote_identifier(table), quote_identifier(table + "_lote_idx"),
                     quote_identifier(table)) +
         "\n";
}

std::string alter_raw_table(const Payload& payload,
                            const std::vector<std::string>& existing_columns) {
  std::string sql;
  for (const RawKeyColumn& key : payload.raw_key_columns) {
    const bool there = std::find(existing_columns.begin(), existing_columns.end(), key.column) !=
                       existing_columns.end();
    if (there) continue;
    sql += fmt::format("ALTER TABLE {} ADD COLUMN {} text;\n",
                       quote_identifier(table_name(payload)), quote_identifier(key.column));
  }
  return sql;
}

std::string raw_partition_name(const Payload& payload, std::chrono::year_month month) {
  return partition_name(table_name(payload), month);
}

std::string create_raw_partition(const Payload& payload, std::chrono::year_month month) {
  return create_partition({.table = table_name(payload),
                           .partition = raw_partition_name(payload, month),
                           .column = "data_processamento",
                           .from = utc_start(month),
                           .to = utc_start(month + std::chrono::months(1))});
}

}  // namespace gdo::contract
