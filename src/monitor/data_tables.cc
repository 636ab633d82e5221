#include "monitor/data_tables.h"

#include <algorithm>

#include "base/error.h"
#include "embedded/monitor_sql.h"

namespace gdo::monitor {

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
  const pg::Result rows = connection.query(monitor_sql::data_columns);
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

void require_tables(pg::Connection& connection) {
  if (connection.query("SELECT to_regclass('lote_entidade') IS NOT NULL").boolean(0, 0)) return;
  throw Error(ErrorKind::config,
              "this database has no tables of gdo yet, or old ones: gdo migrate, or gdo run");
}

}  // namespace gdo::monitor
