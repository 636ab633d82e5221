#include "gold/model_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/stopwatch.h"
#include "embedded/model_sql.h"
#include "gold/changes.h"
#include "gold/deferred_indexes.h"
#include "gold/model_statements.h"
#include "gold/models.h"
#include "gold/refused_groups.h"
#include "gold/statistics.h"
#include "pg/advisory_lock.h"
#include "pg/connection.h"
#include "pg/distributed.h"
#include "pg/sqlstate.h"

namespace gdo::gold {
namespace {

// So many keys of a finding are named.
constexpr int kKeysNamed = 20;
// A change of more rows than this tells the followers that everything changed: reading the queue
// row by row would take longer than working out the table.
constexpr std::int64_t kTellOneByOne = 200'000;

// From so many groups on, a share of the table is met as a rebuild meets all of it.
constexpr std::int64_t kManyGroups = 100;
constexpr std::int64_t kGroupsInShare = 5;

// From so many rows on they are written straight from their query.
constexpr std::int64_t kManyRows = 20'000;
// From so many rows on an empty table is filled before its indexes are made, while it is locked:
// where other tenants' rows would wait for that.
constexpr std::int64_t kRowsWorthALock = 500'000;

constexpr const char* kLongestWait = "10s";

std::string lock_name(const Model& model, const std::string& tenant) {
  return fmt::format("gdo modelo {} {}", model.name, tenant);
}

class ModelRun {
 public:
  ModelRun(pg::Connection& connection, control::LogManager& log, const Models& models,
           const Model& model, const std::string& tenant, const Effort& effort)
      : connection_(connection),
        log_(log),
        model_(model),
        followers_(models.followers(model.name)),
        tenant_(tenant),
        effort_(effort),
        table_(connection, model) {}

  ModelResult run() {
    const Stopwatch watch;
    // One snapshot for all statements: what commits meanwhile is seen by the next run as a whole,
    // its rows together with its changes.
    pg::Transaction transaction(connection_, pg::Isolation::snapshot);
    connection_.query("SET LOCAL work_mem = '128MB'");
    if (!prepare()) {
      transaction.commit();
      return std::move(result_);
    }
    work_out();
    check();
    if (result_.blocked) return std::move(result_);  // rolled back, together with what was taken
    if (result_.rebuilt) mark_current(connection_, model_, tenant_);
    write_log(watch);
    transaction.commit();
    return std::move(result_);
  }

 private:
  // False when there is nothing to work out.
  bool prepare() {
    const bool all_changed = take_changes(connection_, model_, tenant_);
    result_.rebuilt =
        effort_.everything || all_changed || backlog_of(connection_, model_, tenant_).stale;
    scope_ = result_.rebuilt ? Scope::everything : Scope::groups;
    if (result_.rebuilt) {
      do_without_nested_loops();
      return true;
    }
    const std::string keys = "CREATE TEMP TABLE chaves ON COMMIT DROP AS ";
    if (effort_.period) {
      const std::string columns = column_list(model_.group);
      connection_.query(fmt::format("{0}SELECT {1} FROM ({2}) c UNION SELECT {1} FROM ({3}) p",
                                    keys, columns, model_.keys_sql, model_.period_sql),
                        {tenant_, effort_.period->from, effort_.period->to});
    } else {
      connection_.query(keys + model_.keys_sql, {tenant_});
    }
    connection_.query("ANALYZE chaves");
    result_.groups = connection_.query("SELECT count(*) FROM chaves").integer(0, 0);
    if (result_.groups >= kManyGroups && is_large_share(result_.groups)) do_without_nested_loops();
    return result_.groups > 0;
  }

  // Where every row meets every other once and the planner takes thousands for one, a nested loop
  // takes minutes; a hash join loses little where the planner is right.
  void do_without_nested_loops() { connection_.query("SET LOCAL enable_nestloop = off"); }

  bool is_large_share(std::int64_t groups) {
    return connection_
               .query(fmt::format(model_sql::rows_of_tenant_up_to, table_.name()),
                      {tenant_, groups * kGroupsInShare})
               .integer(0, 0) < groups * kGroupsInShare;
  }

  // A value that PostgreSQL refuses leaves out its group, whose rows stay as they were, and no
  // other.
  void work_out() {
    connection_.query("SAVEPOINT calculo");
    try {
      if (result_.rebuilt && is_empty()) {
        fill();
      } else {
        update();
      }
    } catch (const Error& error) {
      if (!pg::refuses_data(error)) throw;
      log::warn("PostgreSQL refused a value of {} of tenant {}: {}. Looking for it.", model_.name,
                tenant_, error.what());
      connection_.query("ROLLBACK TO SAVEPOINT calculo");
      scope_ = Scope::groups;
      std::vector<std::string> refused = leave_out_refused_groups(
          connection_, model_, table_, tenant_, result_.rebuilt, [this] { update(); });
      if (refused.empty()) throw;
      control::Finding finding{.check = "valor_recusado",
                               .rows = static_cast<std::int64_t>(refused.size()),
                               .keys = std::move(refused)};
      if (finding.keys.size() > kKeysNamed) finding.keys.resize(kKeysNamed);
      result_.findings.push_back(std::move(finding));
      update();
    }
    connection_.query("RELEASE SAVEPOINT calculo");
  }

  bool is_empty() {
    return !connection_
                .query(fmt::format("SELECT EXISTS (SELECT FROM {} WHERE token_cliente = $1)",
                                   table_.name()),
                       {tenant_})
                .boolean(0, 0);
  }

  void fill() {
    std::optional<DeferredIndexes> indexes;
    // What lies on other nodes is not written straight from a query.
    const auto planned = static_cast<std::int64_t>(
        pg::is_distributed(connection_, table_.name())
            ? 0
            : planned_rows(connection_, wanted_rows(model_, table_, scope_), {tenant_}));
    if (planned >= kManyRows) {
      if (planned >= rows_before_indexes()) indexes.emplace(connection_, model_);
      result_.changed = connection_.query(insert_wanted(model_, table_), {tenant_}).affected();
    } else {
      // By way of a table of its own: that query may run in parallel, an INSERT's not.
      result_.changed =
          connection_.query(compute_rows(model_, table_, scope_), {tenant_}).affected();
      if (result_.changed >= rows_before_indexes()) indexes.emplace(connection_, model_);
      connection_.query(insert_computed(table_));
    }
    if (indexes) result_.indexes_wait = indexes->put_back();
    for (const Model* follower : followers_) enqueue_full_change(*follower);
  }

  std::int64_t rows_before_indexes() const { return effort_.alone ? kManyRows : kRowsWorthALock; }

  void update() {
    const std::string compare = compare_rows(model_, table_, scope_, followed_columns());
    result_.changed = connection_.query(compare, {tenant_}).affected();
    if (result_.changed == 0) return;
    const pg::Result count = connection_.query(count_differences());
    // What has a key that the table knows is looked for; what has not, which the lock of this model
    // keeps others from adding, is only written.
    if (count.integer(0, 0) > 0) connection_.query(delete_vanished(model_, table_), {tenant_});
    if (count.integer(0, 1) > 0) connection_.query(insert_new(table_));
    if (count.integer(0, 2) > 0) connection_.query(replace_changed(model_, table_));
    for (const Model* follower : followers_) {
      if (result_.changed > kTellOneByOne) {
        enqueue_full_change(*follower);
      } else {
        connection_.query(enqueue_change(link_of(*follower)),
                          {tenant_, follower->name, model_.name});
      }
    }
  }

  const std::vector<std::string>& link_of(const Model& follower) const {
    return std::find_if(follower.inputs.begin(), follower.inputs.end(),
                        [&](const ModelInput& input) { return input.entity == model_.name; })
        ->link;
  }

  std::vector<std::string> followed_columns() const {
    std::vector<std::string> columns;
    for (const Model* follower : followers_) {
      for (const std::string& column : link_of(*follower)) {
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
          columns.push_back(column);
        }
      }
    }
    return columns;
  }

  void enqueue_full_change(const Model& follower) {
    connection_.query(gold_query("avisa_de_tudo"),
                      {follower.name, tenant_, model_.name, kEverything});
  }

  // Counted first, which PostgreSQL does in parallel: most checks find nothing.
  void check() {
    for (const ModelCheck& check : model_.checks) {
      const std::string found = fmt::format("FROM (\n{}) q", in_scope(check.sql, scope_));
      const auto rows = connection_.query("SELECT count(*) " + found, {tenant_}).integer(0, 0);
      if (rows == 0) continue;
      control::Finding finding{.check = check.name, .blocking = check.blocking, .rows = rows};
      const pg::Result keys = connection_.query(
          fmt::format("SELECT chave {} ORDER BY 1 LIMIT {}", found, kKeysNamed), {tenant_});
      for (int i = 0; i < keys.rows(); ++i) finding.keys.emplace_back(keys.text(i, 0));
      result_.blocked = result_.blocked || check.blocking;
      result_.findings.push_back(std::move(finding));
    }
  }

  void write_log(const Stopwatch& watch) {
    if (result_.changed == 0 && !result_.rebuilt) return;
    connection_.query(gold_query("linhas_alteradas"), {model_.name, tenant_});
    const nlohmann::json details = {{"modelo", model_.name},
                                    {"token_cliente", tenant_},
                                    {"chaves", result_.groups},
                                    {"linhas_alteradas", result_.changed},
                                    {"reconstruido", result_.rebuilt}};
    const control::LogEntry entry{.layer = "service",
                                  .status = control::LogStatus::success,
                                  .message = fmt::format("{} atualizado", model_.name),
                                  .details = details.dump(),
                                  .duration_ms = watch.ms(),
                                  .records_processed = result_.changed};
    log_.write(connection_, {&entry, 1});
  }

  pg::Connection& connection_;
  control::LogManager& log_;
  const Model& model_;
  const std::vector<const Model*> followers_;
  const std::string& tenant_;
  const Effort& effort_;
  TargetTable table_;
  Scope scope_ = Scope::groups;
  ModelResult result_;
};

}  // namespace

void wait_for(pg::Connection& connection, const Model& model, const std::string& tenant) {
  try {
    pg::Transaction transaction(connection);
    connection.query("SELECT set_config('lock_timeout', $1, true)", {kLongestWait});
    pg::lock_in_transaction(connection, lock_name(model, tenant));
  } catch (const Error& error) {
    if (error.sqlstate() != "55P03" && error.sqlstate() != "40P01") throw;
  }
}

ModelResult run_model(pg::Connection& connection, control::LogManager& log, const Models& models,
                      const Model& model, const std::string& tenant, const Effort& effort) {
  // One writer for a model and tenant. Of the session, not of the transaction, whose snapshot would
  // be older than the lock.
  const pg::SessionLock lock(connection, lock_name(model, tenant));
  if (!lock.held()) return {.busy = true};
  return ModelRun(connection, log, models, model, tenant, effort).run();
}

}  // namespace gdo::gold
