#include "monitor/data_tables.h"

#include <algorithm>

namespace gdo::monitor {
namespace {

constexpr const char* kColumns =
    "SELECT c.relname, a.attname, a.atttypid = 'numeric'::regtype, "
    "coalesce(a.attnum = ANY (i.indkey), false) "
    "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
    "AND NOT a.attisdropped LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary "
    "WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' "
    "AND c.relnamespace = current_schema()::regnamespace "
    "AND c.relname ~ '^(raw|trusted|service)_' "
    "ORDER BY c.relname COLLATE \"C\", a.attname COLLATE \"C\"";

}  // namespace

bool DataTable::has(std::string_view column) const {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const DataColumn& one) { return one.name == column; });
}

std::string_view DataTable::layer() const {
  return std::string_view(name).substr(0, name.find('_'));
}

std::string_view DataTable::subject() const {
  return std::string_view(name).substr(name.find('_') + 1);
}

std::vector<DataTable> data_tables(pg::Connection& connection) {
  const pg::Result rows = connection.query(kColumns);
  std::vector<DataTable> tables;
  for (int row = 0; row < rows.rows(); ++row) {
    if (tables.empty() || tables.back().name != rows.text(row, 0)) {
      tables.push_back({std::string(rows.text(row, 0)), {}});
    }
    tables.back().columns.push_back(
        {std::string(rows.text(row, 1)), rows.boolean(row, 2), rows.boolean(row, 3)});
  }
  return tables;
}

}  // namespace gdo::monitor
