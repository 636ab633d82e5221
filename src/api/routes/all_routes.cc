#include "api/routes/all_routes.h"

#include "api/event_hub.h"
#include "api/query/list_sql.h"

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

namespace {

Response events_answer(Call& call) {
  refuse_unknown_parameters(call.request, {"cliente"});
  Response response;
  response.set("Content-Type", "text/event-stream");
  response.set("X-Accel-Buffering", "no");
  response.feed = [&hub = call.site.events, tenant = call.tenant,
                   caller = call.caller](std::shared_ptr<BodyWriter> writer) {
    static_cast<void>(writer->write("retry: 2000\n\n"));
    writer->flush();
    hub.watch(tenant, caller, std::move(writer));
  };
  return response;
}

}  // namespace

std::vector<Route> event_routes() {
  Route events;
  events.method = "GET";
  events.path = "/api/v1/eventos";
  events.summary = "o que acontece, à medida que acontece (server-sent events)";
  events.types = {"text/event-stream"};
  events.may = is_operator;
  events.answer = events_answer;
  return {events};
}

}  // namespace gdo::api
