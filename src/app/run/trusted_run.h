#pragma once

#include "app/context.h"
#include "app/run/raw_run.h"
#include "contract/contract.h"
#include "pg/connection.h"
#include "trusted/replay.h"
#include "trusted/run_report.h"

namespace gdo::app {

// Judges and publishes every waiting lote, with progress on the terminal. The tables must exist.
trusted::TrustedReport run_trusted_layer(const pg::ConnectOptions& database,
                                         const contract::Catalog& catalog,
                                         const RunRequest& request, Context& context);

// Judges lotes again, with progress on the terminal.
trusted::TrustedReport replay_trusted_rows(const pg::ConnectOptions& database,
                                           const contract::Catalog& catalog,
                                           const trusted::ReplayOptions& options, Context& context);

}  // namespace gdo::app
