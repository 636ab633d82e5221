#include "app/raw_run.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "app/terminal/progress.h"
#include "raw/run_raw.h"
#include "raw/schema.h"

namespace gdo::app {
namespace {

// Looks at a run's counters ten times a second and shows them.
class ProgressWatch {
 public:
  ProgressWatch(const raw::RunProgress& counters, Context& context)
      : bar_(context.err(), context.quiet),
        thread_([this, &counters](const std::stop_token& stop) { watch(counters, stop); }) {}

 private:
  void watch(const raw::RunProgress& counters, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      bar_.update(state_of(counters));
    }
  }

  // While the listing goes on, a share of what was found would run backwards.
  static Progress state_of(const raw::RunProgress& counters) {
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

  ProgressBar bar_;
  std::jthread thread_;  // the last member: it ends before the bar goes
};

raw::RawRunOptions options_of(const Settings& settings, const RawRunRequest& request) {
  raw::RawRunOptions options;
  options.payloads = request.payloads;
  const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const int configured = settings.workers > 0 ? settings.workers : cores;
  options.workers = request.workers > 0 ? static_cast<int>(request.workers) : configured;
  options.default_tenant = settings.token_cliente;
  options.lote.bytes = settings.lote_bytes;
  options.lote.files = settings.lote_files;
  options.limits.record_bytes = settings.max_record_bytes;
  options.limits.depth = settings.max_depth;
  options.limits.compression_ratio = settings.max_compression_ratio;
  options.lease = std::chrono::milliseconds(static_cast<std::int64_t>(settings.lease_s * 1000));
  return options;
}

}  // namespace

raw::RawReport load_raw(const RawTools& tools, const RawRunRequest& request, Context& context) {
  {
    pg::Connection connection(tools.database);
    raw::apply_schema(connection, tools.catalog);
  }
  raw::RunProgress counters;
  const ProgressWatch watch(counters, context);
  return raw::run_raw(tools.database, tools.store, tools.catalog,
                      options_of(context.settings(), request), context.stop(), counters);
}

}  // namespace gdo::app
