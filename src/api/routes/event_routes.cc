#include "api/routes/event_routes.h"

#include "api/event_hub.h"
#include "api/query/row_rights.h"

namespace gdo::api {
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
