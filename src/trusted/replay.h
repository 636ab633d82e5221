#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "contract/contract.h"
#include "control/log_manager.h"
#include "pg/connection.h"
#include "trusted/lote_counts.h"

namespace gdo::trusted {

struct ReplayOptions {
  std::vector<std::string> payloads;  // names; empty = all
  std::string tenant;                 // empty = all
  // Days of data_processamento (UTC), inclusive, "2026-01-31"; absent = from the first, to the
  // last.
  std::optional<std::string> from;
  std::optional<std::string> to;
};

// Judges lotes again and puts what their contracts accept now in place of what they accepted then:
// one transaction for each payload and tenant, so that readers see the rows before or after it, and
// never less. With a range, rows of older lotes that come to the fore again are fetched by judging
// the tenant's other lotes, too. Stops between transactions.
// Throws Error(database_unreachable | database); what is committed by then stays.
TrustedReport replay_trusted(const pg::ConnectOptions& database, const contract::Catalog& catalog,
                             const ReplayOptions& options, const StopFlag& stop,
                             TrustedProgress& progress);

struct RetryCounts {
  std::int64_t examined = 0;
  std::int64_t corrected = 0;
};

// Judges refused items (ids of open rows of registro_rejeitado, layer trusted) again with today's
// contracts, within their whole documents, so that a verdict is the one that a replay would give.
// What is accepted now is published with its file's version; nothing else of the lote moves. One
// transaction a lote. Doing it twice changes nothing more.
RetryCounts retry_rejected(const pg::ConnectOptions& database, const contract::Catalog& catalog,
                           const std::vector<std::int64_t>& ids, control::LogManager& log);

}  // namespace gdo::trusted
