#include "trusted/drift_log.h"

namespace gdo::trusted {

std::optional<LogEntry> note_drift(pg::Connection&, const LoteGroup&, std::int64_t,
                                   const std::vector<clean::MemberSeen>&) {
  return std::nullopt;
}

}  // namespace gdo::trusted
