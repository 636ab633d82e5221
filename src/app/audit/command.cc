#include "app/audit/command.h"

#include <fmt/format.h>

#include <memory>

#include "app/audit/audit_view.h"
#include "app/connections.h"
#include "base/error.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "monitor/audit.h"

namespace gdo::app {
namespace {

// The books can be checked without the lake; that it was not looked at is said.
monitor::AuditReport audited(pg::Connection& connection, const contract::Catalog& catalog,
                             Context& context) {
  try {
    const std::unique_ptr<store::ObjectStore> lake = open_lake(context.settings());
    return monitor::audit(connection, catalog, lake.get());
  } catch (const Error& error) {
    const bool lake =
        error.kind() == ErrorKind::lake_unreachable || context.settings().lake.empty();
    if (!lake) throw;
    context.say(trf("the files in done/ were not compared with the ledger: {}", error.what()));
  }
  return monitor::audit(connection, catalog);
}

int audit(bool json, Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  pg::Connection connection(database(context));
  const monitor::AuditReport report = audited(connection, catalog, context);
  context.print(json ? audit_json(report) : audit_text(report, context.out()));
  return report.balanced() ? 0 : 1;
}

}  // namespace

Command audit_command(Context& context) {
  const auto json = std::make_shared<bool>(false);
  Command command;
  command.name = "audit";
  command.summary = tr("Do the books balance? Checks the ledger against the tables");
  command.details = tr(
      "Every record read must be loaded, rejected or a duplicate, in the ledger and in the tables "
      "alike. The checksums say what tables hold: two databases with the same facts have the same "
      "ones, whatever the order, workers or crashes on the way. Exit 1 when something is wrong.");
  command.options = {{"--json", "", tr("one JSON document on stdout"), json.get()}};
  command.examples = {"gdo audit", "gdo audit --json | jq '.tabelas'"};
  command.run = [json, &context] { return audit(*json, context); };
  return command;
}

}  // namespace gdo::app
