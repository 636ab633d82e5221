#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"
#include "store/object_store.h"

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

}  // namespace gdo::monitor
