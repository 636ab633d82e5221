#include "pg/catalog.h"

namespace gdo::pg {
namespace {

constexpr const char* kKey =
    "SELECT a.attname FROM pg_index i "
    "CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY c (number, place) "
    "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = c.number "
    "WHERE i.indrelid = to_regclass(quote_ident($1)) AND i.indisprimary ORDER BY c.place";

constexpr const char* kColumns =
    "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
    "WHERE attrelid = to_regclass(quote_ident($1)) AND attnum > 0 AND NOT attisdropped "
    "ORDER BY attnum";

}  // namespace

std::vector<std::string> primary_key(Connection& connection, std::string_view table) {
  const Result rows = connection.query(kKey, {table});
  std::vector<std::string> columns;
  for (int row = 0; row < rows.rows(); ++row) columns.emplace_back(rows.text(row, 0));
  return columns;
}

std::vector<TableColumn> columns_of(Connection& connection, std::string_view table) {
  const Result rows = connection.query(kColumns, {table});
  std::vector<TableColumn> columns;
  for (int row = 0; row < rows.rows(); ++row) {
    columns.push_back({std::string(rows.text(row, 0)), std::string(rows.text(row, 1))});
  }
  return columns;
}

}  // namespace gdo::pg
