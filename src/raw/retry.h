#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "control/log_manager.h"
#include "pg/connection.h"

namespace gdo::raw {

struct RetryCounts {
  std::int64_t examined = 0;
  std::int64_t corrected = 0;
  // Their bytes are no whole record: only a new delivery of the file fixes them.
  std::int64_t broken = 0;
};

// Checks refused records (ids of open rows of registro_rejeitado, layer raw) again with today's
// contracts. What fits now is loaded with its file's lote and version, in the books and out of the
// rejections, one transaction a file; its lote waits for trusted again. Doing it twice changes
// nothing more.
RetryCounts retry_rejected(pg::Connection& connection, const contract::Catalog& catalog,
                           const std::vector<std::int64_t>& ids, control::LogManager& log);

// Takes a loaded delivery back, in one transaction: the ledger keeps it as `retirado` with who and
// why, its raw rows stay as a proof, its lote waits for trusted, which removes its rows; then what
// older deliveries say of the same keys stands again. The same bytes may be delivered anew. Empty
// when it was done; else why not, in English.
std::string retire_file(pg::Connection& idle, control::LogManager& log, std::int64_t id,
                        const std::string& why);

}  // namespace gdo::raw
