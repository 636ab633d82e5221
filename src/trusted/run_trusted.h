#pragma once

#include <string>
#include <vector>

#include "base/stop.h"
#include "contract/contract.h"
#include "pg/connection.h"
#include "trusted/lote_counts.h"
#include "trusted/lote_worker.h"

namespace gdo::trusted {

struct TrustedRunOptions {
  std::vector<std::string> payloads;  // names; empty = all
  int workers = 1;                    // transactions at the same time
  // Of rows that wait in memory for each of them: see LoteWorker.
  std::size_t held_bytes = LoteWorker::kHeldBytes;
  // Of tries of this run that ended in an error: what they had published, to which this one adds.
  std::vector<TrustedStage>* earlier = nullptr;
};

// Judges and publishes every lote that waits, until none is left: lotes are shared with other
// processes by their row locks. The tables must exist (trusted/schema.h). A lote that cannot be
// judged keeps waiting, and the others go on.
// Throws Error(database_unreachable | database) when it could not go on; what is committed by then
// stays, and the next run goes on from there.
TrustedReport run_trusted(const pg::ConnectOptions& database, const contract::Catalog& catalog,
                          const TrustedRunOptions& options, const StopFlag& stop,
                          TrustedProgress& progress);

}  // namespace gdo::trusted
