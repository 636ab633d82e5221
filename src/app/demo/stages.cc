#include "app/demo/stages.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/audit/command.h"
#include "app/connections.h"
#include "app/generate/command.h"
#include "app/migrate/command.h"
#include "app/run/raw_view.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "app/terminal/plants_clock.h"
#include "app/terminal/table.h"
#include "app/terminal/text_width.h"
#include "app/trace/trace_text.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "embedded/app_sql.h"
#include "gold/models.h"
#include "gold/run_service.h"
#include "monitor/audit.h"
#include "monitor/quality.h"
#include "trace/masking.h"
#include "trace/trace.h"

namespace gdo::app {
namespace {

constexpr std::uint64_t kSeed = 1;  // a lake with broken files and a file that was sent twice
constexpr double kDirty = 0.02;

int open_site(DemoTools& tools) {
  if (!tools.context.settings().db.host.empty()) {
    tools.context.say(tr("DB_HOST is set; the demonstration keeps to a PostgreSQL of its own"));
  }
  tools.site.open();
  const pg::ClusterStatus server = tools.site.server();
  tools.context.print(trf("PostgreSQL {} in {}\nlake          {}\n", server.version,
                          printable(server.data_folder.string()),
                          printable(tools.site.lake().string())));
  return 0;
}

int fill_lake(DemoTools& tools) {
  synth::GenerateOptions options;
  options.out = tools.site.lake();
  options.days = static_cast<int>(tools.options.days);
  options.records = tools.options.records;
  options.seed = kSeed;
  options.dirty = kDirty;
  const synth::GenerateSummary summary = generate_lake(std::move(options), tools.context);
  tools.context.print(generate_text(summary, tools.context.out()));
  return 0;
}

// Broken files are part of the show; anything else that goes wrong is not.
int load_raw_layer(DemoTools& tools) {
  {
    pg::Connection connection(tools.site.database());
    migrate_tables(connection, tools.catalog, gold::built_in_models());
  }
  const auto store =
      store::open_store(tools.site.lake().string(), store_options(tools.context.settings()));
  const raw::RawReport report =
      load_raw({tools.site.database(), *store, tools.catalog}, {}, tools.context);
  tools.context.print(raw_text(report, tools.context.out()));
  if (report.interrupted) return exit_code(ErrorKind::interrupted);
  return report.problems.empty() && report.without_tenant == 0 ? 0 : 1;
}

int load_trusted_layer(DemoTools& tools) {
  const trusted::TrustedReport report =
      run_trusted_layer(tools.site.database(), tools.catalog, {}, tools.context);
  tools.context.print(trusted_text(report, tools.context.out()));
  if (report.interrupted) return exit_code(ErrorKind::interrupted);
  return report.success() ? 0 : 1;
}

int load_service_layer(DemoTools& tools) {
  const int workers = workers_of(tools.context.settings(), {});
  const gold::ServiceReport report =
      gold::run_service(tools.site.database(), {.entities = {}, .tenant = {}, .workers = workers},
                        tools.context.stop());
  tools.context.print(service_text(report, tools.context.out()));
  if (report.interrupted) return exit_code(ErrorKind::interrupted);
  return report.success() ? 0 : 1;
}

constexpr std::size_t kDemoReasons = 12;

Style style_of(std::string_view status) {
  if (status == "sucesso" || status == "finalizado") return Style::good;
  if (status == "erro") return Style::bad;
  return status == "alerta" ? Style::warning : Style::dim;
}

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
  const pg::Result rows = connection.query(app_sql::log_of_run, {kPlantsZone});
  Table table({{trf("when ({})", plants_zone())},
               {tr("layer")},
               {tr("payload")},
               {tr("status")},
               {tr("message")}});
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

constexpr trace::TraceLimits kLimits = {.children = 4, .carcasses = 3};

int show_box(DemoTools& tools, bool traceable) {
  pg::Connection connection(tools.site.database());
  const pg::Result row = connection.query(app_sql::box_to_show, {traceable});
  if (row.rows() == 0) {
    tools.context.print(traceable ? tr("no box is traceable\n") : tr("every box is traceable\n"));
    return 0;
  }
  const trace::FoundKey key{"caixa",
                            std::string(row.text(0, 0)),
                            {{"nr_unidade_desossa", std::string(row.text(0, 1))},
                             {"codigo_barras", std::string(row.text(0, 2))}}};
  trace::Trace trace = trace::trace(connection, key, kLimits);
  trace::mask_personal(trace);
  tools.context.print(trace_text(trace, tools.context.out()));
  tools.context.print(trf("\n(gdo trace {} --cliente {})\n", key.written(), key.tenant));
  return 0;
}

// The stages that ask where meat comes from.
int show_traceable_box(DemoTools& tools) { return show_box(tools, true); }

int show_untraceable_box(DemoTools& tools) { return show_box(tools, false); }

}  // namespace

std::vector<DemoStage> demo_stages() {
  return {
      {tr("A private PostgreSQL, and an empty lake"), open_site},
      {tr("A synthetic lake: plants drop files into pending/"), fill_lake},
      {tr("Raw: every record as it came, exactly once"), load_raw_layer},
      {tr("Trusted: typed, cleaned, judged"), load_trusted_layer},
      {tr("Service: what client applications read"), load_service_layer},
      {tr("What was refused, and why"), show_rejections},
      {tr("The log, log_processamento"), show_log},
      {tr("The audit: do the books balance?"), show_audit},
      {tr("A box, traced back to its farms"), show_traceable_box},
      {tr("A box that is not traceable, and why"), show_untraceable_box},
  };
}

}  // namespace gdo::app
