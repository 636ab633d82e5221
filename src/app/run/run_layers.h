#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "app/run/raw_run.h"
#include "app/run/run_report.h"
#include "base/stopwatch.h"
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
                    const gold::Models& models, Context& context);

// Runs layers one by one, and adds up what they did. A layer that loses its connection is run
// again, a few times: what it had committed is not done twice. What it is made of must outlive it.
class LayerRuns {
 public:
  LayerRuns(const pg::ConnectOptions& server, const contract::Catalog& catalog,
            const gold::Models& models, const RunRequest& request, Context& context);

  void raw(store::ObjectStore& store);
  void trusted();
  void service(const std::string& tenant = {});  // empty = all
  RunReport finish();

 private:
  const pg::ConnectOptions& server_;
  const contract::Catalog& catalog_;
  const gold::Models& models_;
  const RunRequest& request_;
  Context& context_;
  const Stopwatch watch_;
  RunReport report_;
};

// Runs one layer ("raw", "trusted", "service"), or all of them in order (""). store: null when raw
// is not asked for.
RunReport run_layers(const std::string& layer, const RunRequest& request, store::ObjectStore* store,
                     const pg::ConnectOptions& server, const contract::Catalog& catalog,
                     const gold::Models& models, Context& context);

}  // namespace gdo::app
