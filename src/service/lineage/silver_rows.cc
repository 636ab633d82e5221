#include "service/lineage/silver_rows.h"

#include <fmt/format.h>

namespace gdo::service {
namespace {

using Json = nlohmann::ordered_json;

// FROM and WHERE for the rows of $1 that have the values of $2.
std::string rows_with(const std::string& table, const Json& keys) {
  std::string equal;
  for (const auto& [column, value] : keys.front().items()) {
    const std::string name = pg::quote_identifier(column);
    equal += fmt::format(" AND t.{0} = k.{0}", name);
  }
  return fmt::format(
      "FROM (SELECT DISTINCT * FROM json_populate_recordset(NULL::{0}, $2::json)) k "
      "JOIN {0} t ON t.token_cliente = $1{1}",
      pg::quote_identifier(table), equal);
}

}  // namespace

std::vector<std::string> key_columns(pg::Connection& connection, std::string_view table) {
  const pg::Result rows = connection.query(
      "SELECT a.attname FROM pg_index i "
      "CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS c (number, place) "
      "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = c.number "
      "WHERE i.indrelid = to_regclass(quote_ident($1)) AND i.indisprimary "
      "AND a.attname <> 'token_cliente' ORDER BY c.place",
      {table});
  std::vector<std::string> columns;
  for (int row = 0; row < rows.rows(); ++row) columns.emplace_back(rows.text(row, 0));
  return columns;
}

void SilverRows::add(const std::string& table, const Json& keys) {
  if (keys.empty()) return;
  std::string key;
  for (const std::string& column : key_columns(connection_, table)) {
    key +=
        fmt::format("{}'{}', t.{}", key.empty() ? "" : ", ", column, pg::quote_identifier(column));
  }
  const pg::Result rows =
      connection_.query(fmt::format("SELECT t.lote_id, t.arquivo_id, t.nr_registro, t.nr_item, "
                                    "json_build_object({}) {}",
                                    key, rows_with(table, keys)),
                        {tenant_, keys.dump()});
  for (int row = 0; row < rows.rows(); ++row) {
    records_[{rows.integer(row, 0), rows.integer(row, 1), rows.integer(row, 2)}].push_back(
        {table, Json::parse(rows.text(row, 4)), rows.integer(row, 3)});
  }
}

void SilverRows::count(const std::string& table, const Json& keys) {
  if (keys.empty()) return;
  const std::int64_t number =
      connection_
          .query(fmt::format("SELECT count(*) {}", rows_with(table, keys)), {tenant_, keys.dump()})
          .integer(0, 0);
  if (number > 0) counts_[table] += number;
}

}  // namespace gdo::service
