#pragma once

#include <cstdint>
#include <vector>

#include "control/log_manager.h"
#include "pg/connection.h"
#include "trusted/group_judge.h"
#include "trusted/lote_group.h"

namespace gdo::trusted {

// Stores what a judgement found, in the transaction that publishes its rows: books and quality of
// each lote, files that are blocked, log rows; the lotes wait no longer.
void record_results(pg::Connection& in_transaction, control::LogManager& log,
                    const contract::Payload& payload, const LoteGroup& group,
                    const GroupFindings& findings, std::int64_t duration_ms);

// Adds `change` to the stored books of one lote and entity.
void correct_counts(pg::Connection& in_transaction, const LoteGroup& group, std::int64_t lote_id,
                    const std::string& entity, const EntityCounts& change);

// A lote that could not be judged: it keeps waiting, and the reason stands beside it.
void note_failure(pg::Connection& idle, control::LogManager& log, const LoteGroup& group,
                  const Error& error);

}  // namespace gdo::trusted
