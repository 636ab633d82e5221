#include "app/trace/trace_command.h"

#include <limits>
#include <optional>

#include "app/connections.h"
#include "app/export/disclosure.h"
#include "app/models_in_use.h"
#include "app/trace/resolve_key.h"
#include "app/trace/trace_json.h"
#include "app/trace/trace_text.h"
#include "monitor/tables_ready.h"
#include "trace/masking.h"
#include "trace/things.h"
#include "trace/trace_missing.h"

namespace gdo::app {
namespace {

constexpr std::int64_t kShown = 8;

trace::TraceLimits limits_of(const TraceRequest& request) {
  trace::TraceLimits limits;
  constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();
  if (request.limit == 0) {
    limits = {kAll, kAll};
  } else if (request.limit > 0) {
    limits = {request.limit, request.limit};
  } else if (!request.json) {
    limits = {kShown, kShown};
  }
  return limits;
}

}  // namespace

int trace_key(const TraceRequest& request, Context& context) {
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const gold::Models models = models_in_use(context.settings());
  const trace::Things things(models);
  const trace::FoundKey key =
      resolve_key(connection, {request.key, request.tenant, request.personal}, things);
  trace::Trace trace = trace::trace(connection, key, limits_of(request), things);
  trace.lacks = trace::missing_of(connection, trace);
  std::optional<Disclosure> disclosure;
  if (request.personal) {
    // A farm's key may be a person's document.
    disclosure.emplace(connection, "gdo trace",
                       nlohmann::json{{"tipo", key.type},
                                      {"chave", key.type == "fazenda" ? "" : key.written()},
                                      {"token_cliente", key.tenant}});
  } else {
    trace::mask_personal(trace, things);
  }
  context.print(request.json ? trace_json(trace) : trace_text(trace, context.out()));
  if (disclosure) disclosure->complete(1);
  return 0;
}

}  // namespace gdo::app
