#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "base/stopwatch.h"
#include "contract/contract.h"
#include "gold/models.h"
#include "gold/run_service.h"
#include "pg/connection.h"
#include "raw/run_raw.h"
#include "raw/settling.h"
#include "store/object_store.h"
#include "trusted/lote_counts.h"
#include "trusted/replay.h"

namespace gdo::app {

// What one `gdo run` did, layer by layer; absent ones were not asked for, or not reached.
struct RunReport {
  std::chrono::system_clock::time_point start;
  std::int64_t duration_ms = 0;
  std::optional<raw::RawReport> raw;
  std::optional<trusted::TrustedReport> trusted;
  std::optional<gold::ServiceReport> service;

  bool success() const;
  bool interrupted() const;
  // Nothing was there to do.
  bool idle() const;
};

struct RunRequest {
  std::vector<std::string> payloads;  // names; empty = all
  std::int64_t workers = 0;           // 0 = as the settings say
  // Files that another process holds are waited for, should it hang: nobody looks again later.
  bool wait_for_others = false;
  // Of a watch: see RawRunOptions.
  bool look_back = true;
  raw::Settling* settling = nullptr;
};

// Transactions at the same time: as asked, else as the settings say, else one per core.
int workers_of(const config::Settings& settings, const RunRequest& request);

// How long a file of a folder must not have changed, unless its writer is known to have closed it.
std::chrono::milliseconds settle_time(const config::Settings& settings);

// Everything a raw load works with, kept between the rounds of --watch.
struct RawTools {
  pg::ConnectOptions database;
  store::ObjectStore& store;
  const contract::Catalog& catalog;
};

// One raw load with progress on the terminal. The tables must exist.
raw::RawReport load_raw(const RawTools& tools, const RunRequest& request, Context& context);

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

// Judges and publishes every waiting lote, with progress on the terminal. The tables must exist.
trusted::TrustedReport run_trusted_layer(const pg::ConnectOptions& database,
                                         const contract::Catalog& catalog,
                                         const RunRequest& request, Context& context);

// Judges lotes again, with progress on the terminal.
trusted::TrustedReport replay_trusted_rows(const pg::ConnectOptions& database,
                                           const contract::Catalog& catalog,
                                           const trusted::ReplayOptions& options, Context& context);

// Reports to OPENLINEAGE_URL what the layers of a run did, each as a run of the job gdo.<layer>
// that read and wrote these folders and tables; layers that found nothing to do are not reported.
// Where nothing is set, nobody is. A target that does not take events stops nothing: it is said.
// lake: its URI.
void report_lineage(const RunReport& report, const std::string& lake, Context& context);

}  // namespace gdo::app
