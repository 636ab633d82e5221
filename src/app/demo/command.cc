#include "app/audit/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/keys.h"
#include "app/commands.h"
#include "app/connections.h"
#include "app/context.h"
#include "app/demo/demo_site.h"
#include "app/generate/command.h"
#include "app/migrate/command.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "app/serve/command.h"
#include "app/terminal/plants_clock.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "app/trace/trace_text.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/stopwatch.h"
#include "base/translation.h"
#include "contract/contract.h"
#include "contract/reader/catalog_loader.h"
#include "control/log_manager.h"
#include "embedded/app_sql.h"
#include "gold/models.h"
#include "gold/run_service.h"
#include "monitor/audit.h"
#include "monitor/quality.h"
#include "store/object_store.h"
#include "trace/masking.h"
#include "trace/trace.h"

namespace gdo::app {
namespace {

struct DemoOptions {
  std::int64_t days = 3;
  std::int64_t records = 0;  // 0 = as many as real plants have
  bool serve = false;        // the dashboard at the end
};

// What a stage works with.
struct DemoTools {
  const DemoOptions& options;
  DemoSite& site;
  const contract::Catalog& catalog;
  Context& context;
};

// One act of the demonstration: shows what it does on stdout. Gives the exit code; anything but 0
// ends the demonstration.
struct DemoStage {
  std::string title;
  std::function<int(DemoTools& tools)> run;
};

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

// In order.
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

constexpr const char* kAnyPort = "127.0.0.1:0";

std::string first_key(const DemoSite& site) {
  pg::Connection connection(site.database());
  return api::create_key(connection,
                         {.tenant = "*", .role = api::Role::staff, .name = "demonstração"},
                         control::this_process().user)
      .text;
}

ServedPlace demo_place(const DemoSite& site, const config::Settings& settings) {
  ServedPlace place;
  place.owner = place.api = site.database();
  place.api.uri_or_conninfo += " user=gdo_api";
  place.open_lake = [lake = site.lake().string(), options = store_options(settings)] {
    return store::open_store(lake, options);
  };
  return place;
}

// Browsers keep the session's cookie, which is for safe places only, of localhost by its name.
std::string address_for_browsers(std::string address) {
  constexpr std::string_view kLoopback = "127.0.0.1";
  const std::size_t begin = address.find(kLoopback);
  return begin == std::string::npos ? address
                                    : address.replace(begin, kLoopback.size(), "localhost");
}

// The dashboard on what the demonstration loaded, with a first key: its address is the last thing
// on the screen. Serves until Ctrl-C or SIGTERM; gives the exit code. It listens where GDO_LISTEN
// says, and where that place is taken, on any free port.
int serve_demo(const DemoSite& site, Context& context) {
  const ServedPlace place = demo_place(site, context.settings());
  const std::string key = first_key(site);
  const auto show = [&](const std::string& address) {
    context.print(trf("\nThe dashboard is open until Ctrl-C. Its key: {}\n\n  {}\n", key,
                      styled(address_for_browsers(address), Style::accent, context.out().colour)));
    context.flush();
  };
  try {
    return serve_place({}, place, context, show);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config) throw;
    context.say(error.what());
    return serve_place({.listen = kAnyPort, .tls_cert = {}, .tls_key = {}}, place, context, show);
  }
}

void print_heading(std::size_t number, std::size_t all, const std::string& title,
                   Context& context) {
  context.print(
      fmt::format("{}{} {}\n\n", number == 1 ? "" : "\n",
                  styled(fmt::format("{}/{}", number, all), Style::accent, context.out().colour),
                  styled(title, Style::bold, context.out().colour)));
  context.flush();  // before progress, which goes to stderr
}

void print_farewell(const DemoSite& site, const Stopwatch& watch, Context& context) {
  context.print(
      trf("\n{} All of it took {}. The data stays until the next demo; to look "
          "around:\n\n",
          styled(tr("Done."), Style::good, context.out().colour), duration_text(watch.elapsed())));
  const char* const search_path = std::getenv("PATH");
  std::error_code unknown;
  context.print(
      look_around_text({std::filesystem::read_symlink("/proc/self/exe", unknown),
                        search_path == nullptr ? "" : search_path, site.home(), site.lake()}));
}

int demo(const DemoOptions& options, Context& context) {
  const Stopwatch watch;
  const StopFlag& stop = context.stop_gracefully();
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  DemoSite site(context.settings().home);
  DemoTools tools{options, site, catalog, context};
  const std::vector<DemoStage> stages = demo_stages();
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stop.requested()) return exit_code(ErrorKind::interrupted);
    print_heading(i + 1, stages.size(), stages[i].title, context);
    const int code = stages[i].run(tools);
    context.flush();
    if (code != 0) return code;
  }
  print_farewell(site, watch, context);
  return options.serve ? serve_demo(site, context) : 0;
}

}  // namespace

Command demo_command(Context& context) {
  const auto options = std::make_shared<DemoOptions>();
  Command command;
  command.name = "demo";
  command.summary = tr("Shows everything on synthetic data: nothing needs to be configured");
  command.details =
      tr("A PostgreSQL and a lake of its own under GDO_HOME/demo (made anew each time), generated "
         "files with faults, a full run, and what became of every record. It touches no other "
         "database or lake. Exit 0 when the books balance.");
  command.options = {
      {"--days", "N", tr("days of slaughter; default 3"), WholeNumber{&options->days, 1, 1400}},
      {"--records", "N", tr("about N records in all, instead of real volumes"),
       WholeNumber{&options->records, 1, 10'000'000'000}},
      {"--serve", "", tr("ends with the dashboard on that data, open until Ctrl-C"),
       &options->serve}};
  command.examples = {"gdo demo", "gdo demo --serve", "gdo demo --days 30",
                      "gdo demo --records 500"};
  command.run = [options, &context] { return demo(*options, context); };
  return command;
}

}  // namespace gdo::app
