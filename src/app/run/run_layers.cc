#include "app/run/run_layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "app/connections.h"
#include "app/migrate/command.h"
#include "app/terminal/progress.h"
#include "base/log.h"
#include "gold/run_service.h"
#include "monitor/open_lineage.h"
#include "raw/run_raw.h"
#include "trusted/run_trusted.h"

namespace gdo::app {
namespace {

// As long as a restarted server may take to recover. A layer keeps what it has committed, so that
// each try has less to do.
constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestLayerPause{1000};

// Whether a layer may find what it needs at another try: the server went away in the middle of it.
bool comes_back(ErrorKind kind) {
  return kind == ErrorKind::database_unreachable || kind == ErrorKind::transient;
}

template <typename Layer>
auto persistently(const StopFlag& stop, Layer layer) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (std::chrono::milliseconds pause = kFirstPause;;
       pause = std::min(pause * 2, kLongestLayerPause)) {
    try {
      return layer();
    } catch (const Error& error) {
      const bool late = std::chrono::steady_clock::now() > deadline;
      if (!comes_back(error.kind()) || late || stop.requested()) throw;
      log::warn("{}; trying again", error.what());
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

std::vector<std::string> entities_of(const contract::Catalog& catalog,
                                     const std::vector<std::string>& payloads) {
  std::vector<std::string> entities;
  for (const std::string& name : payloads) {
    for (const contract::Contract* contract : catalog.payload(name)->contracts) {
      entities.push_back(contract->entity);
    }
  }
  return entities;
}

void prepare_tables(const pg::ConnectOptions& server, const contract::Catalog& catalog,
                    const gold::Models& models, Context& context) {
  persistently(context.stop(), [&] {
    pg::Connection connection(server);
    migrate_tables(connection, catalog, models);
    return 0;
  });
}

LayerRuns::LayerRuns(const pg::ConnectOptions& server, const contract::Catalog& catalog,
                     const gold::Models& models, const RunRequest& request, Context& context)
    : server_(server), catalog_(catalog), models_(models), request_(request), context_(context) {
  report_.start = std::chrono::system_clock::now();
}

void LayerRuns::raw(store::ObjectStore& store) {
  report_.raw = load_raw({server_, store, catalog_}, request_, context_);
}

void LayerRuns::trusted() {
  report_.trusted = run_trusted_layer(server_, catalog_, request_, context_);
}

void LayerRuns::service(const std::string& tenant) {
  std::vector<gold::ServiceStage> earlier;
  const gold::ServiceRunOptions options{.entities = entities_of(catalog_, request_.payloads),
                                        .tenant = tenant,
                                        .workers = workers_of(context_.settings(), request_),
                                        .models = &models_,
                                        .earlier = &earlier};
  report_.service = persistently(
      context_.stop(), [&] { return gold::run_service(server_, options, context_.stop()); });
}

RunReport LayerRuns::finish() {
  report_.duration_ms = watch_.ms();
  return std::move(report_);
}

RunReport run_layers(const std::string& layer, const RunRequest& request, store::ObjectStore* store,
                     const pg::ConnectOptions& server, const contract::Catalog& catalog,
                     const gold::Models& models, Context& context) {
  LayerRuns layers(server, catalog, models, request, context);
  const bool all = layer.empty();
  const StopFlag& stop = context.stop();
  if (all || layer == "raw") layers.raw(*store);
  if ((all || layer == "trusted") && !stop.requested()) layers.trusted();
  if ((all || layer == "service") && !stop.requested()) layers.service();
  return layers.finish();
}

bool RunReport::success() const {
  return (!raw || raw->success()) && (!trusted || trusted->success()) &&
         (!service || service->success());
}

bool RunReport::interrupted() const {
  return (raw && raw->interrupted) || (trusted && trusted->interrupted) ||
         (service && service->interrupted);
}

bool RunReport::idle() const {
  const bool raw_idle =
      !raw || std::all_of(raw->stages.begin(), raw->stages.end(),
                          [](const raw::RawStage& stage) { return stage.files.read == 0; });
  const bool trusted_idle =
      !trusted || std::all_of(trusted->stages.begin(), trusted->stages.end(),
                              [](const trusted::TrustedStage& stage) { return stage.lotes == 0; });
  const bool service_idle = !service || std::all_of(service->stages.begin(), service->stages.end(),
                                                    [](const gold::ServiceStage& stage) {
                                                      return stage.changed_rows == 0;
                                                    });
  return raw_idle && trusted_idle && service_idle;
}

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
  options.limits = read_limits(settings);
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
  std::vector<raw::RawStage> earlier;
  raw::RawRunOptions options = options_of(context.settings(), request);
  options.earlier = &earlier;
  return persistently(context.stop(), [&] {
    raw::RunProgress counters;
    const ProgressWatch watch(context.err(), context.quiet, [&] { return state_of(counters); });
    return raw::run_raw(tools.database, tools.store, tools.catalog, options, context.stop(),
                        counters);
  });
}

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
  std::vector<trusted::TrustedStage> earlier;
  const trusted::TrustedRunOptions options{.payloads = request.payloads,
                                           .workers = workers_of(context.settings(), request),
                                           .earlier = &earlier};
  return persistently(context.stop(), [&] {
    trusted::TrustedProgress counters;
    const ProgressWatch watch(context.err(), context.quiet, [&] { return state_of(counters); });
    return trusted::run_trusted(database, catalog, options, context.stop(), counters);
  });
}

trusted::TrustedReport replay_trusted_rows(const pg::ConnectOptions& database,
                                           const contract::Catalog& catalog,
                                           const trusted::ReplayOptions& options,
                                           Context& context) {
  trusted::TrustedProgress counters;
  const ProgressWatch watch(context.err(), context.quiet, [&] { return state_of(counters); });
  return trusted::replay_trusted(database, catalog, options, context.stop(), counters);
}

namespace {

using monitor::LineageDataset;
using monitor::LineageEvent;

// "gs://bucket" and the rest, as OpenLineage names what lies in a lake.
std::pair<std::string, std::string> split_lake(const std::string& uri) {
  constexpr std::string_view kFolder = "file://";
  if (uri.starts_with(kFolder)) return {"file", uri.substr(kFolder.size())};
  const std::size_t path = uri.find('/', uri.find("://") + 3);
  if (path == std::string::npos) return {uri, ""};
  return {uri.substr(0, path), uri.substr(path + 1)};
}

class LineageReporter {
 public:
  explicit LineageReporter(const config::Settings& settings)
      : target_(settings.openlineage_url),
        space_(settings.db.host.empty()
                   ? fmt::format("postgres://localhost{}", settings.home.string())
                   : fmt::format("postgres://{}:{}", settings.db.host, settings.db.port)),
        database_(settings.db.host.empty() ? "gdo" : settings.db.name) {}

  void send(const raw::RawReport& report, const std::string& lake) {
    const auto [space, folder] = split_lake(lake);
    LineageEvent event;
    for (const raw::RawStage& stage : report.stages) {
      if (stage.files.read == 0) continue;
      event.inputs.push_back({.space = space,
                              .name = fmt::format("{}/pending/{}", folder, stage.payload),
                              .rows = stage.records.read,
                              .bytes = static_cast<std::int64_t>(stage.bytes)});
      event.outputs.push_back(table("raw_" + stage.payload, stage.records.loaded));
    }
    send("gdo.raw", report, event);
  }

  void send(const trusted::TrustedReport& report) {
    LineageEvent event;
    for (const trusted::TrustedStage& stage : report.stages) {
      if (stage.lotes == 0) continue;
      std::int64_t items = 0;
      for (const auto& [entity, counts] : stage.entities) {
        items += counts.items;
        if (entity.empty()) continue;
        event.outputs.push_back(table("trusted_" + entity, counts.inserted + counts.updated));
      }
      event.inputs.push_back(table("raw_" + stage.payload, items));
    }
    send("gdo.trusted", report, event);
  }

  void send(const gold::ServiceReport& report) {
    LineageEvent event;
    for (const gold::ServiceStage& stage : report.stages) {
      if (stage.keys == 0 && stage.changed_rows == 0 && stage.rebuilds == 0) continue;
      event.outputs.push_back(table(stage.model, stage.changed_rows));
    }
    if (!event.outputs.empty()) event.inputs.push_back({.space = space_, .name = named("mudanca")});
    send("gdo.service", report, event);
  }

 private:
  std::string named(const std::string& table) const {
    return fmt::format("{}.public.{}", database_, table);
  }

  LineageDataset table(const std::string& name, std::int64_t rows) const {
    return {.space = space_, .name = named(name), .rows = rows};
  }

  template <typename Report>
  void send(const char* job, const Report& report, LineageEvent event) {
    const bool idle = event.inputs.empty() && event.outputs.empty();
    if (idle && report.success()) return;
    event.run = {.id = monitor::random_uuid(), .job = job};
    event.time = report.start;
    send(event);
    event.type = report.interrupted ? LineageEvent::Type::abort
                 : report.success() ? LineageEvent::Type::complete
                                    : LineageEvent::Type::fail;
    if (event.type == LineageEvent::Type::fail) event.failure = "veja log_processamento";
    event.time = report.start + std::chrono::milliseconds(report.duration_ms);
    send(event);
  }

  void send(const LineageEvent& event) {
    if (dead_) return;
    const std::string problem = monitor::send_lineage(target_, event);
    dead_ = !problem.empty();
    if (dead_) log::warn("OPENLINEAGE_URL does not take events: {}", problem);
  }

  const std::string target_;
  const std::string space_;     // of tables
  const std::string database_;  // its name
  bool dead_ = false;           // refused one: the rest of this run is not tried
};

}  // namespace

void report_lineage(const RunReport& report, const std::string& lake, Context& context) {
  if (context.settings().openlineage_url.empty()) return;
  LineageReporter reporter(context.settings());
  if (report.raw) reporter.send(*report.raw, lake);
  if (report.trusted) reporter.send(*report.trusted);
  if (report.service) reporter.send(*report.service);
}

}  // namespace gdo::app
