#include "app/commands/lineage.h"

#include <memory>

#include "app/lineage/lineage_command.h"

namespace gdo::app {

Command lineage_command(Context& context) {
  const auto request = std::make_shared<LineageRequest>();
  Command command;
  command.name = "lineage";
  command.summary = "A row of gold or silver: back to its files and original bytes, verified";
  command.details =
      "Reads each file from the lake: its SHA-256 must be the ledger's, and the record's bytes "
      "must "
      "be raw's; exit 1 when they are not. KEY is the values of the table's key joined by '/'; "
      "some "
      "may be left out where the rest is unambiguous. What is shown may hold personal data.";
  command.arguments = {
      {"TABLE", "", "service_… or trusted_…, or its name without that", &request->table, {}, true},
      {"KEY", "", "the row's key", &request->key, {}, true}};
  command.options = {
      {"--cliente", "TOKEN", "of this tenant", &request->tenant},
      {"--tudo", "", "also the long lists that are only counted otherwise", &request->everything},
      {"--json", "", "one JSON document on stdout", &request->json}};
  command.examples = {"gdo lineage service_caixas 9801/100000001K",
                      "gdo lineage trusted_escala 9801/2026-06-28/3 --cliente a1b2c3 --json"};
  command.run = [request, &context] { return show_lineage(*request, context); };
  return command;
}

}  // namespace gdo::app
