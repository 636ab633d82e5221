#include "app/lineage/command.h"

#include <limits>
#include <memory>

#include "app/lineage/lineage_command.h"
#include "base/translation.h"

namespace gdo::app {

Command lineage_command(Context& context) {
  const auto request = std::make_shared<LineageRequest>();
  const auto everything = std::make_shared<bool>(false);
  Command command;
  command.name = "lineage";
  command.summary = tr("A row of gold or silver: back to its files and original bytes, verified");
  command.details = tr(
      "Reads each file from the lake: its SHA-256 must be the ledger's, and the record's bytes "
      "must "
      "be raw's; exit 1 when they are not. Of a month's figures (resumo_mensal) and of other long "
      "lists every file is verified, and the first rows are shown. KEY is the values of the "
      "table's "
      "key joined by '/'; some may be left out where the rest is unambiguous. Of a record's bytes "
      "the "
      "personal ones are masked; --pessoais shows them as they are, and says so in the log.");
  command.arguments = {{"TABLE",
                        "",
                        tr("service_… or trusted_…, or its name without that"),
                        &request->table,
                        {},
                        true},
                       {"KEY", "", tr("the row's key"), &request->key, {}, true}};
  command.options = {
      {"--cliente", "TOKEN", tr("of this tenant"), &request->tenant},
      {"--limit", "N", tr("rows shown of each long list (10); the rest is counted, 0 = all"),
       WholeNumber{&request->limit, 0, std::numeric_limits<std::int32_t>::max()}},
      {"--tudo", "", tr("every row: the same as --limit 0"), everything.get()},
      {"--pessoais", "", tr("the records' very bytes, personal data in clear"), &request->personal},
      {"--json", "", tr("one JSON document on stdout"), &request->json}};
  command.examples = {"gdo lineage service_caixas 9801/100000001K",
                      "gdo lineage resumo_mensal 2026-06-01/abate/9801 --limit 3",
                      "gdo lineage trusted_escala 9801/2026-06-28/3 --cliente a1b2c3 --json"};
  command.run = [request, everything, &context] {
    if (*everything) request->limit = 0;
    return show_lineage(*request, context);
  };
  return command;
}

}  // namespace gdo::app
