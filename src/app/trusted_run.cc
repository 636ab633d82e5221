#include "app/trusted_run.h"

#include "app/terminal/progress_watch.h"
#include "trusted/run_trusted.h"

namespace gdo::app {

trusted::TrustedReport run_trusted_layer(const pg::ConnectOptions& database,
                                         const contract::Catalog& catalog,
                                         const RunRequest& request, Context& context) {
  trusted::TrustedProgress counters;
  const ProgressWatch watch(context.err(), context.quiet, [&counters] {
    Progress progress;
    progress.label = "trusted";
    progress.unit = "records";
    progress.files_done = static_cast<std::int64_t>(counters.records_done.load());
    progress.files_total = static_cast<std::int64_t>(counters.records_found.load());
    return progress;
  });
  return trusted::run_trusted(
      database, catalog,
      {.payloads = request.payloads, .workers = workers_of(context.settings(), request)},
      context.stop(), counters);
}

}  // namespace gdo::app
