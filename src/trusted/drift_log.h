#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "control/log_manager.h"
#include "judge/drift.h"
#include "pg/connection.h"
#include "trusted/lote_group.h"

namespace gdo::trusted {

// Compares the members that a lote's records had with those seen before (membro_visto), stores what
// is new, and says the difference: one log row, or none.
std::optional<control::LogEntry> note_drift(pg::Connection& in_transaction, const LoteGroup& group,
                                            std::int64_t lote_id,
                                            const std::vector<judge::MemberSeen>& members);

}  // namespace gdo::trusted
