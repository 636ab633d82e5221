#include "app/run/trusted_run.h"

#include "app/terminal/progress_watch.h"
#include "trusted/run_trusted.h"

namespace gdo::app {
namespace {

Progress state_of(const trusted::TrustedProgress& counters) {
  Progress progress;
  progress.label = "trusted";
  progress.unit = "records";
  progress.files_done = static_cast<std::int64_t>(counters.records_done.load());
  progress.files_total = static_cast<std::int64_t>(counters.records_found.load());
  return progress;
}

}  // namespace

trusted::TrustedReport run_trusted_layer(const pg::ConnectOptions& database,
                                         const contract::Catalog& catalog,
                                         const RunRequest& request, Context& context) {
  trusted::TrustedProgress counters;
  const ProgressWatch watch(context.err(), context.quiet, [&] { return state_of(counters); });
  return trusted::run_trusted(
      database, catalog,
      {.payloads = request.payloads, .workers = workers_of(context.settings(), request)},
      context.stop(), counters);
}

trusted::TrustedReport replay_trusted_rows(const pg::ConnectOptions& database,
                                           const contract::Catalog& catalog,
                                           const trusted::ReplayOptions& options,
                                           Context& context) {
  trusted::TrustedProgress counters;
  const ProgressWatch watch(context.err(), context.quiet, [&] { return state_of(counters); });
  return trusted::replay_trusted(database, catalog, options, context.stop(), counters);
}

}  // namespace gdo::app
