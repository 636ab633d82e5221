#include "app/demo/proof_stages.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/audit/audit_view.h"
#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "base/translation.h"
#include "embedded/app_sql.h"
#include "monitor/audit.h"
#include "monitor/quality.h"

namespace gdo::app {
namespace {

constexpr std::size_t kDemoReasons = 12;

Style style_of(std::string_view status) {
  if (status == "sucesso" || status == "finalizado") return Style::good;
  if (status == "erro") return Style::bad;
  return status == "alerta" ? Style::warning : Style::dim;
}

}  // namespace

int show_rejections(DemoTools& tools) {
  pg::Connection connection(tools.site.database());
  const auto reasons = monitor::open_reasons(connection, {});
  Table table({{tr("records"), Align::right}, {tr("layer")}, {tr("payload")}, {tr("rule")}});
  for (std::size_t i = 0; i < std::min(kDemoReasons, reasons.size()); ++i) {
    table.row({count_text(reasons[i].open),
               reasons[i].layer,
               {reasons[i].payload, Style::accent},
               {reasons[i].rule, Style::warning}});
  }
  tools.context.print(reasons.empty() ? "nothing\n" : table.render(tools.context.out()));
  if (reasons.size() > kDemoReasons) {
    tools.context.print(trf("… and {} more\n", reasons.size() - kDemoReasons));
  }
  return 0;
}

int show_log(DemoTools& tools) {
  pg::Connection connection(tools.site.database());
  // Some of each kind, in the order in which they were written.
  const pg::Result rows = connection.query(app_sql::log_of_run);
  Table table(
      {{tr("when (UTC)")}, {tr("layer")}, {tr("payload")}, {tr("status")}, {tr("message")}});
  for (int row = 0; row < rows.rows(); ++row) {
    table.row({{std::string(rows.text(row, 0)), Style::dim},
               std::string(rows.text(row, 1)),
               {std::string(rows.text(row, 2)), Style::accent},
               {std::string(rows.text(row, 3)), style_of(rows.text(row, 3))},
               std::string(rows.text(row, 4))});
  }
  tools.context.print(table.render(tools.context.out()));
  const std::int64_t all = connection.query("SELECT count(*) FROM log_processamento").integer(0, 0);
  tools.context.print(trf("one of each kind; {} rows in all\n", count_text(all)));
  return 0;
}

int show_audit(DemoTools& tools) {
  pg::Connection connection(tools.site.database());
  const monitor::AuditReport report = monitor::audit(connection, tools.catalog);
  tools.context.print(audit_summary(report, tools.context.out()));
  return report.balanced() ? 0 : 1;
}

}  // namespace gdo::app
