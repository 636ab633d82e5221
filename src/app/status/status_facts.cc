#include "app/status/status_facts.h"

#include <algorithm>
#include <chrono>

#include "app/arguments.h"
#include "app/connections.h"
#include "base/error.h"
#include "contract/reader/catalog_loader.h"
#include "monitor/data_tables.h"

namespace gdo::app {
namespace {

constexpr int kRuns = 5;

// A lake that does not answer must not hide what the database says.
void list_lake(pg::Connection& connection, const contract::Catalog& catalog,
               const StatusRequest& request, Context& context, StatusFacts& facts) {
  try {
    const std::unique_ptr<store::ObjectStore> store = open_lake(context.settings());
    facts.backlog =
        monitor::backlog(connection, *store, catalog,
                         {.default_tenant = context.settings().tenant, .tenant = request.tenant});
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config && error.kind() != ErrorKind::lake_unreachable) throw;
    facts.lake_problem = error.what();
    facts.exit_code = exit_code(error.kind());
  }
}

// What waits for raw is in the lake.
void set_raw_delays(StatusFacts& facts) {
  if (!facts.backlog) return;
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  for (monitor::LayerState& layer : facts.layers) {
    if (layer.layer != "raw") continue;
    for (const monitor::PendingFiles& pending : facts.backlog->pending) {
      if (pending.payload != layer.payload) continue;
      layer.queue = pending.files;
      if (pending.oldest_us) {
        layer.lag_s = std::max<std::int64_t>(0, (now - *pending.oldest_us) / 1'000'000);
      }
    }
  }
}

template <typename Row>
void keep_payload(std::vector<Row>& rows, const std::string& payload) {
  std::erase_if(rows, [&](const Row& row) { return row.payload != payload && row.payload != "*"; });
}

}  // namespace

StatusFacts status_facts(const StatusRequest& request, Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  const std::string payload =
      request.payload.empty() ? "" : payload_named(catalog, request.payload).name;
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  StatusFacts facts;
  list_lake(connection, catalog, request, context, facts);
  facts.layers = monitor::layer_states(connection, catalog, request.tenant);
  set_raw_delays(facts);
  if (!payload.empty()) {
    keep_payload(facts.layers, payload);
    if (facts.backlog) keep_payload(facts.backlog->pending, payload);
  }
  facts.runs = monitor::last_runs(connection, kRuns);
  facts.alerts = monitor::open_alerts(connection, request.tenant);
  facts.troubles = monitor::file_troubles(connection, request.tenant);
  const monitor::QualityRequest quality{
      .tenant = request.tenant, .payload = payload, .lote = request.lote};
  facts.reasons = monitor::open_reasons(connection, quality);
  facts.entities = monitor::entity_quality(connection, quality);
  if (request.quality || request.json) facts.rules = monitor::rule_quality(connection, quality);
  if (request.quality) {
    facts.table_rules = trusted::check_table_rules(connection, catalog, payload, request.tenant);
  }
  return facts;
}

}  // namespace gdo::app
