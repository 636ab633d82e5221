#include "gold/statistics.h"

#include <fmt/format.h>

#include "embedded/model_sql.h"
#include "gold/gold_query.h"

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

void learn_new_inputs(pg::Connection& idle) {
  const pg::Result tables = idle.query(gold_query("sem_estatistica"));
  for (int row = 0; row < tables.rows(); ++row) {
    const std::string name = pg::quote_identifier(tables.text(row, 0));
    if (idle.query("SELECT FROM " + name + " LIMIT 1").rows() == 1) analyze(idle, name);
  }
}

void analyze_if_changed(pg::Connection& idle, const std::string& table, std::int64_t changed_rows) {
  if (changed_rows <= kFewRows) return;
  const bool many = idle.query(model_sql::many_changed,
                               {pg::quote_identifier(table), changed_rows, kFewRows, kShare})
                        .boolean(0, 0);
  if (many) analyze(idle, pg::quote_identifier(table));
}

}  // namespace gdo::gold
