#include "app/alerts/command.h"

#include <chrono>
#include <memory>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/connections.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "app/run/watch.h"
#include "base/error.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "control/presence.h"

namespace gdo::app {
namespace {

struct RunChoices {
  std::string layer;
  std::vector<std::string> payloads;
  std::int64_t workers = 0;
  std::int64_t interval_s = 0;  // 0 = not said
  bool watch = false;
  bool json = false;
};

// What a run works with.
struct Tools {
  contract::Catalog catalog;
  gold::Models models;
  RunRequest request = {};
  std::unique_ptr<store::ObjectStore> store = {};  // null when raw is not asked for
};

int code_of(const RunReport& report) {
  if (report.interrupted()) return exit_code(ErrorKind::interrupted);
  if (report.raw && report.raw->without_tenant > 0) return exit_code(ErrorKind::config);
  return report.success() ? 0 : 1;
}

RunReport run_layers_once(const RunChoices& choices, const Tools& tools, Context& context) {
  const control::Presence presence(database_to_fill(context), lease_of(context.settings()));
  prepare_tables(presence.database(), tools.catalog, tools.models, context);
  RunReport report = run_layers(choices.layer, tools.request, tools.store.get(),
                                presence.database(), tools.catalog, tools.models, context);
  report_lineage(report, tools.store ? tools.store->uri() : "", context);
  return report;
}

int run_once(const RunChoices& choices, const Tools& tools, Context& context) {
  const RunReport report = run_layers_once(choices, tools, context);
  context.print(choices.json ? run_json(report, false) : run_text(report, context.out()));
  context.flush();
  if (!report.interrupted()) send_due_alerts(context, true);
  if (report.interrupted()) {
    context.say(tr("Stopped. What is committed is safe; `gdo run` goes on with the rest."));
  }
  return code_of(report);
}

int run(const RunChoices& choices, Context& context) {
  context.stop_gracefully();
  contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  gold::Models models = models_in_use(context.settings(), catalog);
  Tools tools{.catalog = std::move(catalog), .models = std::move(models)};
  tools.request = {.payloads = payload_names(tools.catalog, choices.payloads),
                   .workers = choices.workers,
                   .wait_for_others = !choices.watch};
  if (choices.layer.empty() || choices.layer == "raw") tools.store = open_lake(context.settings());
  if (!choices.watch) return run_once(choices, tools, context);
  WatchRequest watch = {.layer = choices.layer, .request = tools.request, .json = choices.json};
  if (choices.interval_s > 0) watch.interval = std::chrono::seconds(choices.interval_s);
  return run_watch(watch, tools.catalog, tools.models, tools.store.get(), context);
}

}  // namespace

Command run_command(Context& context) {
  const auto choices = std::make_shared<RunChoices>();
  Command command;
  command.name = "run";
  command.summary = tr("Brings what waits in the lake's pending/ folders through the layers");
  command.details = tr(
      "raw: every record is loaded, rejected with reasons, or recognised as a duplicate; files "
      "move "
      "to done/ or error/. trusted: what raw loaded becomes typed, clean rows, or rejections with "
      "every reason. service: the models that applications read follow what trusted changed. Kill "
      "it at any moment and run it again: the result is the same. Several "
      "may run at once, on any machines. Exit 0: done, rejected records do not fail a run; 1: some "
      "files failed; 2: settings, or files without a tenant; 75: interrupted, run it again.");
  command.arguments = {
      {"LAYER", "", tr("only this layer"), &choices->layer, {"raw", "trusted", "service"}}};
  command.options = {
      {"--payload", "P", tr("only this payload"), &choices->payloads},
      {"--workers", "N", tr("loads at the same time; default GDO_WORKERS, else one per core"),
       WholeNumber{&choices->workers, 1, 256}},
      {"--watch", "", tr("goes on: files are taken as they come"), &choices->watch},
      {"--interval", "S",
       tr("seconds between two listings of the lake by --watch; default 10, of a bucket without "
          "notifications 1 to 30: soon after something came, then ever less often"),
       WholeNumber{&choices->interval_s, 1, 86400}},
      {"--json", "", tr("one JSON document on stdout; with --watch a line for each round"),
       &choices->json}};
  command.examples = {"gdo run", "gdo run raw --json", "gdo run raw --payload caixas --workers 4",
                      "gdo run --watch --interval 60"};
  command.run = [choices, &context] { return run(*choices, context); };
  return command;
}

}  // namespace gdo::app
