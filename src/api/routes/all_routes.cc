#include "api/routes/all_routes.h"

#include "api/routes/event_routes.h"
#include "api/routes/export_routes.h"
#include "api/routes/openapi.h"
#include "api/routes/operator_routes.h"
#include "api/routes/recall_routes.h"
#include "api/routes/resource_routes.h"
#include "api/routes/system_routes.h"
#include "api/routes/trace_routes.h"
#include "api/routes/upload_routes.h"

namespace gdo::api {

std::vector<Route> all_routes(Site& site, std::function<std::string()> more_metrics) {
  std::vector<Route> all = resource_routes();
  const auto add = [&](std::vector<Route> routes) {
    for (Route& route : routes) all.push_back(std::move(route));
  };
  add(trace_routes());
  add(export_routes());
  add(operator_routes());
  add(recall_routes());
  add(event_routes());
  add(upload_routes(site));
  add(system_routes(site, std::move(more_metrics)));
  add(document_routes(all));
  return all;
}

}  // namespace gdo::api
