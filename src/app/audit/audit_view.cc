#include "app/audit/audit_view.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "app/terminal/text_width.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

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

}  // namespace

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

std::string audit_summary(const AuditReport& report, const Terminal& terminal) {
  return tables_text(report, terminal) + "\n" + failures_text(report, terminal) +
         trf("{} checks. ", report.verifications.size()) + verdict_text(report, terminal);
}

}  // namespace gdo::app
