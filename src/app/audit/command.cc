#include "app/audit/command.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/connections.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/quantities.h"
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

using Json = nlohmann::ordered_json;
using monitor::AuditReport;
using monitor::TableSum;
using monitor::Verification;

// "ok", or how bad it is that it is not.
Cell verdict_cell(const Verification& check) {
  if (check.ok) return {tr("ok"), Style::good};
  return check.warning ? Cell(tr("warn"), Style::warning) : Cell(tr("FAIL"), Style::bad);
}

std::string checks_text(const AuditReport& report, const Terminal& terminal) {
  Table table({{""}, {tr("check")}, {tr("looked at"), Align::right}, {tr("wrong"), Align::right}});
  for (const Verification& check : report.verifications) {
    table.row({verdict_cell(check),
               check.name,
               count_text(check.checked),
               {count_text(check.failures), check.ok ? Style::dim : verdict_cell(check).style}});
  }
  return table.render(terminal);
}

std::string failures_text(const AuditReport& report, const Terminal& terminal) {
  std::string text;
  for (const Verification& check : report.verifications) {
    if (check.ok) continue;
    const Cell verdict = verdict_cell(check);
    text += fmt::format("{} {}: {}\n", styled(verdict.text, verdict.style, terminal.colour),
                        check.name, printable(check.detail));
  }
  return text;
}

std::string tables_text(const AuditReport& report, const Terminal& terminal) {
  Table table({{tr("table")}, {tr("rows"), Align::right}, {tr("checksum")}});
  for (const TableSum& sum : report.tables) {
    table.row({sum.table,
               {count_text(sum.rows), sum.rows > 0 ? Style::plain : Style::dim},
               {sum.sum, Style::dim}});
  }
  return table.render(terminal);
}

std::string verdict_text(const AuditReport& report, const Terminal& terminal) {
  return (report.balanced()
              ? styled(tr("The books balance."), Style::good, terminal.colour)
              : styled(tr("The books do not balance."), Style::bad, terminal.colour)) +
         "\n";
}

std::string audit_json(const AuditReport& report) {
  Json checks = Json::array();
  for (const Verification& check : report.verifications) {
    checks.push_back({{"nome", check.name},
                      {"ok", check.ok},
                      {"aviso", check.warning},
                      {"detalhe", check.detail},
                      {"conferidos", check.checked},
                      {"falhas", check.failures}});
  }
  Json tables = Json::array();
  for (const TableSum& sum : report.tables) {
    tables.push_back({{"tabela", sum.table}, {"linhas", sum.rows}, {"soma", sum.sum}});
  }
  const Json document = {
      {"equilibrado", report.balanced()}, {"verificacoes", checks}, {"tabelas", tables}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string audit_text(const AuditReport& report, const Terminal& terminal) {
  return tables_text(report, terminal) + "\n" + checks_text(report, terminal) + "\n" +
         failures_text(report, terminal) + verdict_text(report, terminal);
}

}  // namespace

std::string audit_summary(const AuditReport& report, const Terminal& terminal) {
  return tables_text(report, terminal) + "\n" + failures_text(report, terminal) +
         trf("{} checks. ", report.verifications.size()) + verdict_text(report, terminal);
}

namespace {

int audit(bool json, Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  pg::Connection connection(database(context));
  // A document says the same to everybody; a person reads one language.
  if (!json && language() == Language::english) connection.query("SET gdo.idioma = 'en'");
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
