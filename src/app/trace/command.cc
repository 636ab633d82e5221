#include "app/trace/command.h"

#include <memory>

#include "app/trace/trace_command.h"
#include "base/translation.h"

namespace gdo::app {

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
      {"--limit", "N", tr("at most so many of each list; 0 = all; default 8, with --json 1000"),
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
