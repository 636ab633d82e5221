#include "gold/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
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

// How many changes of a tenant wait for the planner's belief to matter: a plan for one row works on
// each of them with all of the tenant's rows.
constexpr std::int64_t kManyChanges = 1000;
constexpr std::int64_t kCountedRows = 10000;
constexpr std::int64_t kFarOff = 20;

// The planner's estimate for all of a tenant's rows, which is about one where the tenant came after
// the statistics.
bool far_underestimated(pg::Connection& idle, const std::string& quoted_table,
                        const std::string& tenant) {
  const auto ask = [&](const char* sql, std::initializer_list<pg::Param> params) {
    return idle.query(fmt::format(fmt::runtime(sql), quoted_table), params);
  };
  const double planned =
      planned_rows(idle, fmt::format(model_sql::rows_of_tenant, quoted_table), {tenant}) * kFarOff;
  if (planned >= kCountedRows) return false;
  const auto there = ask(model_sql::rows_of_tenant_up_to, {tenant, kCountedRows}).integer(0, 0);
  return there > kFewRows && planned < static_cast<double>(there);
}

}  // namespace

double planned_rows(pg::Connection& connection, const std::string& query,
                    const std::vector<pg::Param>& params) {
  const pg::Result plan = connection.query("EXPLAIN (FORMAT JSON) " + query, params);
  return nlohmann::json::parse(plan.text(0, 0)).at(0).at("Plan").at("Plan Rows").get<double>();
}

void learn_new_inputs(pg::Connection& idle, const pg::ConnectOptions& database, int workers) {
  const pg::Result tables = idle.query(gold_query("sem_estatistica"));
  const pg::Result tenants = idle.query(model_sql::tenants_of_many_changes, {kManyChanges});
  std::vector<std::string> wanting;
  for (int row = 0; row < tables.rows(); ++row) {
    std::string name = pg::quote_identifier(tables.text(row, 0));
    bool wants =
        tables.boolean(row, 1) && idle.query("SELECT FROM " + name + " LIMIT 1").rows() == 1;
    for (int tenant = 0; tenant < tenants.rows() && !wants; ++tenant) {
      wants = far_underestimated(idle, name, std::string(tenants.text(tenant, 0)));
    }
    if (wants) wanting.push_back(std::move(name));
  }
  std::atomic<std::size_t> next = 0;
  run_workers(std::min(wanting.size(), static_cast<std::size_t>(workers)), [&] {
    pg::Connection connection(database);
    for (std::size_t i = next++; i < wanting.size(); i = next++) analyze(connection, wanting[i]);
  });
}

void analyze_if_changed(pg::Connection& idle, const std::string& table, std::int64_t changed_rows,
                        const std::string& tenant) {
  if (changed_rows <= kFewRows) return;
  const std::string name = pg::quote_identifier(table);
  const bool many =
      idle.query(model_sql::many_changed, {name, changed_rows, kFewRows, kShare}).boolean(0, 0);
  if (many || far_underestimated(idle, name, tenant)) analyze(idle, name);
}

}  // namespace gdo::gold
