#include "pg/catalog.h"

#include "embedded/pg_sql.h"
#include "pg/advisory_lock.h"
#include "pg/distributed.h"

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

void make_table_once(Connection& idle, const std::string& name, const std::string& sql,
                     const std::string& lock_timeout) {
  Transaction transaction(idle);
  if (!lock_timeout.empty()) set_local(idle, "lock_timeout", lock_timeout);
  lock_in_transaction(idle, "gdo " + name);
  const auto exists = idle.query("SELECT to_regclass($1) IS NOT NULL", {quote_identifier(name)});
  if (!exists.boolean(0, 0)) execute_each(idle, sql);
  transaction.commit();
}

}  // namespace gdo::pg
