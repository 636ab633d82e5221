#include "gold/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "base/worker_threads.h"
#include "embedded/model_sql.h"
#include "gold/models.h"

namespace gdo::gold {
namespace {

// As autovacuum does, but with a larger share: there are many tenants, and each one changes rows.
constexpr std::int64_t kFewRows = 500;
constexpr double kShare = 0.2;

// The columns that rows are found and joined by: those of its indexes. A column costs as much as
// sorting its sample, and tables have dozens that no model joins by.
void analyze(pg::Connection& idle, const std::string& quoted_table) {
  const pg::Result columns = idle.query(model_sql::indexed_columns, {quoted_table});
  const std::string list = columns.is_null(0, 0) ? "" : fmt::format(" ({})", columns.text(0, 0));
  idle.query("ANALYZE " + quoted_table + list);
}

}  // namespace

void learn_new_inputs(pg::Connection& idle, const pg::ConnectOptions& database, int workers) {
  const pg::Result tables = idle.query(gold_query("sem_estatistica"));
  std::vector<std::string> filled;
  for (int row = 0; row < tables.rows(); ++row) {
    std::string name = pg::quote_identifier(tables.text(row, 0));
    if (idle.query("SELECT FROM " + name + " LIMIT 1").rows() == 1)
      filled.push_back(std::move(name));
  }
  std::atomic<std::size_t> next = 0;
  run_workers(std::min(filled.size(), static_cast<std::size_t>(workers)), [&] {
    pg::Connection connection(database);
    for (std::size_t i = next++; i < filled.size(); i = next++) analyze(connection, filled[i]);
  });
}

void analyze_if_changed(pg::Connection& idle, const std::string& table, std::int64_t changed_rows) {
  if (changed_rows <= kFewRows) return;
  const bool many = idle.query(model_sql::many_changed,
                               {pg::quote_identifier(table), changed_rows, kFewRows, kShare})
                        .boolean(0, 0);
  if (many) analyze(idle, pg::quote_identifier(table));
}

}  // namespace gdo::gold
