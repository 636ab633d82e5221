#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "app/run/raw_run.h"
#include "app/run/run_report.h"
#include "contract/contract.h"
#include "gold/models.h"
#include "store/object_store.h"

namespace gdo::app {

// The entities of payloads, which gold models follow. None for none.
std::vector<std::string> entities_of(const contract::Catalog& catalog,
                                     const std::vector<std::string>& payloads);

// Creates or upgrades the tables that run_layers() works on. Once for a process is enough; again
// after an error: the database may be another one by then. server: Presence::database().
void prepare_tables(const pg::ConnectOptions& server, const contract::Catalog& catalog,
                    const service::Models& models, Context& context);

// Runs one layer ("raw", "trusted", "service"), or all of them in order (""). store: null when raw
// is not asked for. A layer that loses its connection is run again, a few times: what it had
// committed is not done twice.
RunReport run_layers(const std::string& layer, const RunRequest& request, ObjectStore* store,
                     const pg::ConnectOptions& server, const contract::Catalog& catalog,
                     const service::Models& models, Context& context);

}  // namespace gdo::app
