#include "app/run/run_layers.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "app/migrate/schema_run.h"
#include "app/run/trusted_run.h"
#include "base/log.h"
#include "gold/run_service.h"

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
  report_.raw = persistently(context_.stop(), [&] {
    return load_raw({server_, store, catalog_}, request_, context_);
  });
}

void LayerRuns::trusted() {
  report_.trusted = persistently(
      context_.stop(), [&] { return run_trusted_layer(server_, catalog_, request_, context_); });
}

void LayerRuns::service(const std::string& tenant) {
  const gold::ServiceRunOptions options{.entities = entities_of(catalog_, request_.payloads),
                                        .tenant = tenant,
                                        .workers = workers_of(context_.settings(), request_),
                                        .models = &models_};
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

}  // namespace gdo::app
