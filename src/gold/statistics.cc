#include "gold/statistics.h"

#include "embedded/model_sql.h"
#include "gold/gold_query.h"

namespace gdo::service {
namespace {

// As autovacuum does, but with a larger share: there are many tenants, and each one changes rows.
constexpr std::int64_t kFewRows = 500;
constexpr double kShare = 0.2;

}  // namespace

void learn_new_inputs(pg::Connection& idle) {
  const pg::Result tables = idle.query(gold_query("sem_estatistica"));
  for (int row = 0; row < tables.rows(); ++row) {
    const std::string name = pg::quote_identifier(tables.text(row, 0));
    if (idle.query("SELECT FROM " + name + " LIMIT 1").rows() == 1) idle.query("ANALYZE " + name);
  }
}

void learn_changes(pg::Connection& idle, const std::string& table, std::int64_t changed_rows) {
  if (changed_rows <= kFewRows) return;
  const bool many = idle.query(model_sql::many_changed,
                               {pg::quote_identifier(table), changed_rows, kFewRows, kShare})
                        .boolean(0, 0);
  if (many) idle.query("ANALYZE " + pg::quote_identifier(table));
}

}  // namespace gdo::service
