#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"
#include "store/object_store.h"

// How far each layer is: what waits in the lake, and what the control tables say.
namespace gdo::monitor {

// Files of a payload that wait in pending/.
struct PendingFiles {
  std::string payload;
  std::int64_t files = 0;
  std::uint64_t bytes = 0;
  std::optional<std::int64_t> oldest_us;  // since 1970; empty when none waits
};

struct Backlog {
  std::vector<PendingFiles> pending;                     // every payload, in the catalog's order
  std::int64_t loading = 0;                              // among them: a living process holds them
  std::int64_t a_mover = 0;                              // loaded, but still in pending/
  std::int64_t without_tenant = 0;                       // wait for want of a tenant
  std::vector<std::string> unknown_folders;              // folders that no contract reads
  std::map<std::string, std::string> suggested_folders;  // what was meant by them
};

struct BacklogRequest {
  std::string default_tenant;  // of files whose path names none; may be empty
  std::string tenant;          // only this one's; empty = all
};

// Lists the lake's pending/, and leaves out what the ledger has loaded. Throws
// Error(lake_unreachable).
Backlog backlog(pg::Connection& connection, store::ObjectStore& store,
                const contract::Catalog& catalog, const BacklogRequest& request);

// One of `camadas` in `gdo status --json`.
struct LayerState {
  std::string payload;  // "*" = all of them (service)
  std::string layer;
  std::optional<std::string> last_success;  // ISO, UTC
  std::int64_t lag_s = 0;  // how long the oldest work has waited for this layer; 0 = none waits
  std::int64_t queue = 0;  // trusted: lotes that wait; service: changes
  std::int64_t records_of_day = 0;  // in the last 24 hours: records (raw), items, rows
  std::int64_t rejected_of_day = 0;
};

// Every payload with raw and trusted, then service. Raw's atraso_s is not known here: it is in the
// lake. tenant: only this one's; empty = all.
std::vector<LayerState> layer_states(pg::Connection& connection, const contract::Catalog& catalog,
                                     const std::string& tenant);

// The end of a run, from log_processamento.
struct RunRecord {
  std::string layer;
  std::string time;  // ISO, UTC
  std::int64_t duration_ms = 0;
  std::int64_t records = 0;
  std::int64_t invalid = 0;
  std::string hostname;
  std::string version;
  std::string message;
};

// The newest first.
std::vector<RunRecord> last_runs(pg::Connection& connection, int number);

// Of the open alerts.
struct AlertCounts {
  std::int64_t error = 0;
  std::int64_t warning = 0;
};
AlertCounts open_alerts(pg::Connection& connection, const std::string& tenant);

// Delivered files that are in no table.
struct FileTroubles {
  std::int64_t broken = 0;   // broken, and not delivered well since
  std::int64_t refused = 0;  // over their contract's rejection limit
};
FileTroubles file_troubles(pg::Connection& connection, const std::string& tenant);

}  // namespace gdo::monitor
