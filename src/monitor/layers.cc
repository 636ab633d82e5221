#include "monitor/layers.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "base/outside_text.h"
#include "embedded/monitor_sql.h"
#include "raw/pending_list.h"

namespace gdo::monitor {
namespace {

constexpr int kFilesAtOnce = 10000;

using Version = std::pair<std::string, std::int64_t>;  // address and generation

std::set<Version> loaded_but_not_moved(pg::Connection& connection) {
  const pg::Result rows = connection.query(
      "SELECT caminho, geracao FROM arquivo WHERE movido_em IS NULL AND status <> 'reservado'");
  std::set<Version> versions;
  for (int row = 0; row < rows.rows(); ++row) {
    versions.emplace(rows.text(row, 0), rows.integer(row, 1));
  }
  return versions;
}

std::int64_t held_files(pg::Connection& connection, const std::string& tenant) {
  return connection.query(monitor_sql::held_files, {tenant}).integer(0, 0);
}

class Counting {
 public:
  Counting(Backlog& result, const BacklogRequest& request, std::set<Version> loaded,
           std::string lake)
      : result_(result), request_(request), loaded_(std::move(loaded)), lake_(std::move(lake)) {}

  void add(const raw::DeliveryGroup& group) {
    if (!request_.tenant.empty() && group.tenant != request_.tenant) return;
    const auto pending =
        std::find_if(result_.pending.begin(), result_.pending.end(),
                     [&](const auto& one) { return one.payload == group.payload->name; });
    for (const control::Delivery& delivery : group.deliveries) add(delivery.object, *pending);
  }

 private:
  void add(const store::ObjectInfo& object, PendingFiles& pending) {
    if (!loaded_.empty() &&
        loaded_.contains({lake_ + "/" + storable_text(object.name), object.generation})) {
      ++result_.a_mover;
      return;
    }
    ++pending.files;
    pending.bytes += object.size;
    const std::int64_t time_us = object.updated_ns / 1000;
    pending.oldest_us = std::min(pending.oldest_us.value_or(time_us), time_us);
  }

  Backlog& result_;
  const BacklogRequest& request_;
  const std::set<Version> loaded_;
  const std::string lake_;
};

}  // namespace

Backlog backlog(pg::Connection& connection, store::ObjectStore& store,
                const contract::Catalog& catalog, const BacklogRequest& request) {
  Backlog result;
  for (const contract::Payload& payload : catalog.payloads()) {
    result.pending.push_back({.payload = payload.name, .oldest_us = {}});
  }
  result.loading = held_files(connection, request.tenant);
  Counting counting(result, request, loaded_but_not_moved(connection), store.uri());
  const raw::GroupLimits chunks{.bytes = std::numeric_limits<std::uint64_t>::max(),
                                .files = kFilesAtOnce};
  const raw::PendingSummary summary = raw::list_pending(
      store, catalog, {}, request.default_tenant, chunks, [&](const raw::DeliveryGroup& group) {
        counting.add(group);
        return true;
      });
  result.without_tenant = summary.without_tenant;
  result.suggested_folders = summary.meant;
  result.unknown_folders.assign(summary.unknown_folders.begin(), summary.unknown_folders.end());
  return result;
}

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
