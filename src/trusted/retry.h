#pragma once

#include <cstdint>
#include <vector>

#include "contract/contract.h"
#include "control/log_manager.h"
#include "pg/connection.h"

namespace gdo::trusted {

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
