#include "app/run/raw_run.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "app/connections.h"
#include "app/terminal/progress_watch.h"
#include "app/work_database.h"
#include "raw/run_raw.h"

namespace gdo::app {
namespace {

// While the listing goes on, a share of what was found would run backwards.
Progress state_of(const raw::RunProgress& counters) {
  Progress progress;
  progress.label = counters.listing ? "raw, listing" : "raw";
  progress.files_done = static_cast<std::int64_t>(counters.files_done.load());
  progress.records = static_cast<std::int64_t>(counters.records.load());
  progress.bytes_done = counters.bytes_done;
  if (!counters.listing) {
    progress.files_total = static_cast<std::int64_t>(counters.files_found.load());
    progress.bytes_total = counters.bytes_found;
  }
  return progress;
}

raw::RawRunOptions options_of(const config::Settings& settings, const RunRequest& request) {
  raw::RawRunOptions options;
  options.payloads = request.payloads;
  options.workers = workers_of(settings, request);
  options.default_tenant = settings.tenant;
  options.lote.bytes = settings.lote_bytes;
  options.lote.files = settings.lote_files;
  options.limits.record_bytes = settings.max_record_bytes;
  options.limits.depth = settings.max_depth;
  options.limits.compression_ratio = settings.max_compression_ratio;
  options.settle = settle_time(settings);
  options.lease = lease_of(settings);
  options.wait_for_others = request.wait_for_others;
  options.look_back = request.look_back;
  options.settling = request.settling;
  return options;
}

}  // namespace

int workers_of(const config::Settings& settings, const RunRequest& request) {
  if (request.workers > 0) return static_cast<int>(request.workers);
  if (settings.workers > 0) return settings.workers;
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::chrono::milliseconds settle_time(const config::Settings& settings) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(settings.settle_s * 1000));
}

raw::RawReport load_raw(const RawTools& tools, const RunRequest& request, Context& context) {
  raw::RunProgress counters;
  const ProgressWatch watch(context.err(), context.quiet, [&] { return state_of(counters); });
  return raw::run_raw(tools.database, tools.store, tools.catalog,
                      options_of(context.settings(), request), context.stop(), counters);
}

}  // namespace gdo::app
