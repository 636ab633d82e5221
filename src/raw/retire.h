#pragma once

#include <cstdint>
#include <string>

#include "control/log_manager.h"
#include "pg/connection.h"

namespace gdo::raw {

// Takes a loaded delivery back, in one transaction: the ledger keeps it as `retirado` with who and
// why, its raw rows stay as a proof, its lote waits for trusted, which removes its rows; then what
// older deliveries say of the same keys stands again. The same bytes may be delivered anew. Empty
// when it was done; else why not, in English.
std::string retire_file(pg::Connection& idle, control::LogManager& log, std::int64_t id,
                        const std::string& why);

}  // namespace gdo::raw
