#include "app/run/run_layers.h"

#include <chrono>

#include "app/connections.h"
#include "app/migrate/schema_run.h"
#include "app/run/trusted_run.h"
#include "base/stopwatch.h"
#include "gold/run_service.h"

namespace gdo::app {

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

void prepare_tables(const contract::Catalog& catalog, Context& context) {
  pg::Connection connection(database(context));
  bring_tables_forward(connection, catalog);
}

RunReport run_layers(const std::string& layer, const RunRequest& request, ObjectStore* store,
                     const contract::Catalog& catalog, Context& context) {
  const Stopwatch watch;
  RunReport report;
  report.inicio = std::chrono::system_clock::now();
  const pg::ConnectOptions server = database(context);
  const bool all = layer.empty();
  if (all || layer == "raw") report.raw = load_raw({server, *store, catalog}, request, context);
  if ((all || layer == "trusted") && !context.stop().requested()) {
    report.trusted = run_trusted_layer(server, catalog, request, context);
  }
  if ((all || layer == "service") && !context.stop().requested()) {
    report.service = service::run_service(server,
                                          {.entities = entities_of(catalog, request.payloads),
                                           .workers = workers_of(context.settings(), request)},
                                          context.stop());
  }
  report.duracao_ms = watch.ms();
  return report;
}

}  // namespace gdo::app
