#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "control/log_manager.h"
#include "pg/connection.h"
#include "raw/prepared_file.h"

namespace gdo::raw {

// The number of a further lote.
std::int64_t next_lote(pg::Connection& connection);

// What the ledger says of files before their rows go in: sets status and original_id. Broken files
// stay broken; of equal files among these the first is the original.
void find_duplicates(pg::Connection& connection, std::span<PreparedFile> files);
// Whether a file of this name and size was loaded, or refused, before.
bool delivered_before(pg::Connection& connection, const control::LotePlan& plan,
                      const control::Delivery& delivery);
// The file's bytes are those of ledger row `original`: none of its records load.
void mark_duplicate(PreparedFile& file, std::int64_t original);
// In the order of their names, not in that of their arrival from the lake.
std::vector<PreparedFile*> by_name(std::span<PreparedFile> files);

// The end of a loading transaction: the lote's row, the result of each of its files, older versions
// marked, the log. All or nothing: throws Error(transient) when another process took one of the
// files in the meantime (the lease ran out), so that the caller rolls back.
void commit_results(pg::Connection& in_transaction, control::LogManager& log, std::int64_t lease,
                    const control::LotePlan& plan, std::span<const PreparedFile> files,
                    std::int64_t duration_ms);

// Where a file goes, as an object name: done/<payload>/… or error/<payload>/…
std::string destination_of(const control::LotePlan& plan, const PreparedFile& file);

// The SQLSTATE of commit_results()'s Error when another process has taken over files of the lote:
// it is that one's now (object_in_use).
inline constexpr std::string_view kTakenOver = "55006";

// When the answer to COMMIT was lost: whether the lote committed after all, under this lease. If
// so, sets status and counts of its files as the ledger has them.
bool already_committed(pg::Connection& connection, std::int64_t lease,
                       const control::LotePlan& plan, std::span<PreparedFile> files);

}  // namespace gdo::raw
