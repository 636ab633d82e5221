#include "pg/catalog.h"

#include "embedded/pg_sql.h"

namespace gdo::pg {

std::vector<std::string> primary_key(Connection& connection, std::string_view table) {
  const Result rows = connection.query(pg_sql::primary_key, {table});
  std::vector<std::string> columns;
  for (int row = 0; row < rows.rows(); ++row) columns.emplace_back(rows.text(row, 0));
  return columns;
}

std::vector<TableColumn> columns_of(Connection& connection, std::string_view table) {
  const Result rows = connection.query(pg_sql::columns, {table});
  std::vector<TableColumn> columns;
  for (int row = 0; row < rows.rows(); ++row) {
    columns.push_back(
        {std::string(rows.text(row, 0)), std::string(rows.text(row, 1)), rows.boolean(row, 2)});
  }
  return columns;
}

}  // namespace gdo::pg
