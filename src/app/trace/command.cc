#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "app/commands.h"
#include "app/connections.h"
#include "app/context.h"
#include "app/export/disclosure.h"
#include "app/result_json.h"
#include "app/trace/resolve_key.h"
#include "app/trace/trace_text.h"
#include "base/translation.h"
#include "monitor/data_tables.h"
#include "trace/masking.h"
#include "trace/things.h"
#include "trace/trace.h"
#include "trace/trace_missing.h"

namespace gdo::app {
namespace {

// The document of `gdo trace --json`.
std::string trace_json(const trace::Trace& trace) {
  return json_text(trace::trace_document(trace));
}

struct TraceRequest {
  std::string key;
  std::string tenant;       // empty = whichever has it
  std::int64_t limit = -1;  // of each list; 0 = all; -1 = as fits the form of the answer
  bool personal = false;    // in clear
  bool json = false;
};

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

// Prints the trace; gives the exit code. Throws Error(not_found) with what is known instead, or
// Error(config) with the things that the key may mean.
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

}  // namespace

Command trace_command(Context& context) {
  const auto request = std::make_shared<TraceRequest>();
  Command command;
  command.name = "trace";
  command.summary =
      tr("A box, sale, order, lot, animal or farm: back to its farms, on to its sales");
  command.details = tr(
      "KEY is a box's barcode, a deboning order, a sale, a slaughter lot (unit/day/lot), an animal "
      "or a half-carcass's label, a farm (CAR or producer's document). caixa:, pedido:, ordem:, "
      "lote:, animal: or fazenda: before it says which. Values of a composite key are joined by "
      "'/'; a part is enough where it is unambiguous. Exit 1 when nothing is found, 2 when several "
      "things are, or several tenants have it.");
  command.arguments = {{"KEY", "", tr("what to trace"), &request->key, {}, true}};
  command.options = {
      {"--cliente", "TOKEN", tr("of this tenant"), &request->tenant},
      {"--limit", "N", tr("at most N of each list; 0 = all; default 8, with --json 1000"),
       WholeNumber{&request->limit, 0, INT32_MAX}},
      {"--pessoais", "", tr("personal data in clear: names, documents, coordinates"),
       &request->personal},
      {"--json", "", tr("one JSON document on stdout"), &request->json}};
  command.examples = {"gdo trace 100000001K", "gdo trace ordem:9801/70006",
                      "gdo trace pedido:500123 --cliente a1b2c3",
                      "gdo trace 100000001K --json | jq '.origem[].filhos[].filhos[]'"};
  command.run = [request, &context] { return trace_key(*request, context); };
  return command;
}

}  // namespace gdo::app
