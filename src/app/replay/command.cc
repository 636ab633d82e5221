#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/connections.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "base/error.h"
#include "base/stopwatch.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "control/presence.h"
#include "gold/run_service.h"
#include "values/dates.h"

namespace gdo::app {
namespace {

struct ReplayChoices {
  std::string layer;
  std::vector<std::string> payloads;
  std::string tenant;
  std::string from;
  std::string to;
  std::int64_t workers = 0;
  bool json = false;
};

// A day as ISO text. Throws Error(config).
std::optional<std::string> day_of(const std::string& text, const char* option) {
  if (text.empty()) return std::nullopt;
  const values::Date date = values::parse_date(text);
  if (date.form == values::DateForm::invalid) {
    throw Error(ErrorKind::config,
                trf("{} takes a day, like 2026-01-31, not \"{}\"", option, text));
  }
  return values::iso_date(date.days);
}

struct Days {
  std::optional<std::string> from;
  std::optional<std::string> to;
};

// Throws Error(config).
Days days_of(const ReplayChoices& choices) {
  Days days{day_of(choices.from, "--from"), day_of(choices.to, "--to")};
  if (days.from && days.to && *days.from > *days.to) {
    throw Error(ErrorKind::config, trf("--from {} is after --to {}", *days.from, *days.to));
  }
  return days;
}

trusted::TrustedReport replay_trusted_layer(const ReplayChoices& choices, const Days& days,
                                            const RunRequest& request,
                                            const pg::ConnectOptions& server,
                                            const contract::Catalog& catalog, Context& context) {
  const trusted::ReplayOptions options{
      .payloads = request.payloads, .tenant = choices.tenant, .from = days.from, .to = days.to};
  trusted::TrustedReport report = replay_trusted_rows(server, catalog, options, context);
  if (report.interrupted) return report;
  // What the replay of some days left to the tenant's other lotes.
  const auto rest = run_trusted_layer(server, catalog, request, context);
  for (trusted::TrustedStage& stage : report.stages) {
    for (const trusted::TrustedStage& more : rest.stages) {
      if (more.payload != stage.payload) continue;
      stage.errors.insert(stage.errors.end(), more.errors.begin(), more.errors.end());
      stage.blocked_files += more.blocked_files;
    }
  }
  return report;
}

gold::ServiceReport replay_service_layer(const ReplayChoices& choices, const Days& days,
                                         const RunRequest& request,
                                         const pg::ConnectOptions& server,
                                         const contract::Catalog& catalog,
                                         const gold::Models& models, Context& context) {
  std::optional<gold::Period> period;
  if (days.from || days.to) {
    period = {days.from.value_or("0001-01-01"), days.to.value_or("9999-12-31")};
  }
  return gold::replay_service(server,
                              {.entities = entities_of(catalog, request.payloads),
                               .tenant = choices.tenant,
                               .workers = workers_of(context.settings(), request),
                               .models = &models},
                              period, context.stop());
}

int replay(const ReplayChoices& choices, Context& context) {
  const Days days = days_of(choices);
  context.stop_gracefully();
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  const gold::Models models = models_in_use(context.settings(), catalog);
  const RunRequest request{payload_names(catalog, choices.payloads), choices.workers};
  const control::Presence presence(database(context), lease_of(context.settings()));
  const pg::ConnectOptions& server = presence.database();
  prepare_tables(server, catalog, models, context);
  const Stopwatch watch;
  RunReport report;
  report.start = std::chrono::system_clock::now();
  if (choices.layer == "trusted") {
    report.trusted = replay_trusted_layer(choices, days, request, server, catalog, context);
  } else {
    report.service = replay_service_layer(choices, days, request, server, catalog, models, context);
  }
  report.duration_ms = watch.ms();
  context.print(choices.json ? run_json(report, false) : run_text(report, context.out()));
  if (report.interrupted()) {
    context.say(tr("Stopped between transactions; the same command begins again."));
    return exit_code(ErrorKind::interrupted);
  }
  return report.success() ? 0 : 1;
}

}  // namespace

Command replay_command(Context& context) {
  const auto choices = std::make_shared<ReplayChoices>();
  Command command;
  command.name = "replay";
  command.summary = tr("Rebuilds a layer from the one below");
  command.details = tr(
      "trusted: judges lotes again with today's contracts, a transaction for each payload and "
      "tenant; --from and --to are days of data_processamento (UTC). service: works the models out "
      "again; --from and --to are slaughter days. Readers see the old rows until the new ones are "
      "there. Afterwards `gdo run service` lets gold follow trusted.");
  command.arguments = {
      {"LAYER", "", tr("the layer to rebuild"), &choices->layer, {"trusted", "service"}, true}};
  command.options = {
      {"--payload", "P", tr("only this payload"), &choices->payloads},
      {"--from", "D", tr("from this day"), &choices->from},
      {"--to", "D", tr("to this day, inclusive"), &choices->to},
      {"--cliente", "TOKEN", tr("only this tenant"), &choices->tenant},
      {"--workers", "N",
       tr("transactions at the same time; default GDO_WORKERS, else one per core"),
       WholeNumber{&choices->workers, 1, 256}},
      {"--json", "", tr("one JSON document on stdout, as of gdo run"), &choices->json}};
  command.examples = {"gdo replay trusted --payload caixas", "gdo replay service",
                      "gdo replay trusted --from 2026-01-01 --to 2026-01-31"};
  command.run = [choices, &context] { return replay(*choices, context); };
  return command;
}

}  // namespace gdo::app
