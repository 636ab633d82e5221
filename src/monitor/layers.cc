#include "monitor/layers.h"

#include "embedded/monitor_sql.h"

namespace gdo::monitor {
namespace {

void append(const pg::Result& rows, const std::string& layer, std::vector<LayerState>& states) {
  for (int row = 0; row < rows.rows(); ++row) {
    states.push_back({.payload = std::string(rows.text(row, 0)),
                      .layer = layer,
                      .last_success = rows.optional_text(row, 1),
                      .lag_s = rows.integer(row, 2),
                      .queue = rows.integer(row, 3),
                      .records_of_day = rows.integer(row, 4),
                      .rejected_of_day = rows.integer(row, 5)});
  }
}

}  // namespace

std::vector<LayerState> layer_states(pg::Connection& connection, const contract::Catalog& catalog,
                                     const std::string& tenant) {
  std::vector<std::string> names;
  for (const contract::Payload& payload : catalog.payloads()) names.push_back(payload.name);
  const std::string payloads = pg::text_array(names);
  std::vector<LayerState> states;
  append(connection.query(monitor_sql::raw_freshness, {payloads, tenant}), "raw", states);
  append(connection.query(monitor_sql::trusted_freshness, {payloads, tenant}), "trusted", states);
  append(connection.query(monitor_sql::service_freshness, {tenant}), "service", states);
  return states;
}

std::vector<RunRecord> last_runs(pg::Connection& connection, int number) {
  const pg::Result rows = connection.query(monitor_sql::last_runs, {number});
  std::vector<RunRecord> runs;
  for (int row = 0; row < rows.rows(); ++row) {
    runs.push_back({.layer = std::string(rows.text(row, 0)),
                    .time = std::string(rows.text(row, 1)),
                    .duration_ms = rows.integer(row, 2),
                    .records = rows.integer(row, 3),
                    .invalid = rows.integer(row, 4),
                    .hostname = std::string(rows.text(row, 5)),
                    .version = std::string(rows.text(row, 6)),
                    .message = std::string(rows.text(row, 7))});
  }
  return runs;
}

AlertCounts open_alerts(pg::Connection& connection, const std::string& tenant) {
  const pg::Result row = connection.query(monitor_sql::open_alerts, {tenant});
  return {.error = row.integer(0, 0), .warning = row.integer(0, 1)};
}

FileTroubles file_troubles(pg::Connection& connection, const std::string& tenant) {
  const pg::Result row = connection.query(monitor_sql::file_troubles, {tenant});
  return {.broken = row.integer(0, 0), .refused = row.integer(0, 1)};
}

}  // namespace gdo::monitor
