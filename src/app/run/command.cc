#include "app/run/command.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <thread>

#include "app/alerts/channels.h"
#include "app/connections.h"
#include "app/models_in_use.h"
#include "app/payload_names.h"
#include "app/run/lineage_events.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "app/run/watch_trouble.h"
#include "app/terminal/quantities.h"
#include "app/work_database.h"
#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "config/redact.h"
#include "contract/reader/catalog_loader.h"
#include "control/presence.h"

namespace gdo::app {
namespace {

struct RunChoices {
  std::string layer;
  std::vector<std::string> payloads;
  std::int64_t workers = 0;
  std::int64_t interval_s = 10;
  bool watch = false;
  bool json = false;
};

int code_of(const RunReport& report) {
  if (report.interrompido()) return exit_code(ErrorKind::interrupted);
  if (report.raw && report.raw->sem_cliente > 0) return exit_code(ErrorKind::config);
  return report.sucesso() ? 0 : 1;
}

void show(const RunReport& report, const RunChoices& choices, Context& context) {
  if (choices.json) {
    context.print(run_json(report, choices.watch));
    return;
  }
  if (choices.watch && report.idle() && report.sucesso()) return;
  context.print(run_text(report, context.out()));
}

// Waits, but not longer than until Ctrl-C.
void pause(std::chrono::seconds time, const StopFlag& stop) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!stop.requested() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::transient || kind == ErrorKind::database_unreachable ||
         kind == ErrorKind::lake_unreachable;
}

// What a run works with, kept between the rounds of --watch.
struct Tools {
  contract::Catalog catalog;
  service::Models models;
  RunRequest request = {};
  std::unique_ptr<ObjectStore> store = {};  // null when raw is not asked for
};

RunReport run_round(const RunChoices& choices, const Tools& tools, bool prepared,
                    Context& context) {
  const Presence presence(database_to_fill(context), lease_of(context.settings()));
  if (!prepared) prepare_tables(presence.database(), tools.catalog, tools.models, context);
  RunReport report = run_layers(choices.layer, tools.request, tools.store.get(),
                                presence.database(), tools.catalog, tools.models, context);
  tell_lineage(report, tools.store ? tools.store->uri() : "", context);
  return report;
}

int run_once(const RunChoices& choices, const Tools& tools, Context& context) {
  const RunReport report = run_round(choices, tools, false, context);
  show(report, choices, context);
  context.flush();
  if (!report.interrompido()) tell_of_alerts(context, true);
  if (report.interrompido()) {
    context.say(tr("Stopped. What is committed is safe; `gdo run` goes on with the rest."));
  }
  return code_of(report);
}

// Until it is asked to stop. What is wrong from the start with the settings ends it; whatever it
// meets later is waited for.
int run_watch(const RunChoices& choices, const Tools& tools, Context& context) {
  const std::chrono::seconds interval(choices.interval_s);
  log::info("watching {}, every {} s", tools.store ? tools.store->uri() : "the database",
            choices.interval_s);
  bool prepared = false;
  bool started = false;  // a round has come to its end
  WatchTrouble trouble;
  while (!context.stop().requested()) {
    try {
      const RunReport report = run_round(choices, tools, prepared, context);
      prepared = started = true;
      trouble.over([&] { return database(context); });
      show(report, choices, context);
      context.flush();
      tell_of_alerts(context, false);
      pause(interval, context.stop());
    } catch (const std::exception& caught) {
      const auto* const error = dynamic_cast<const Error*>(&caught);
      const bool wrong_settings = error != nullptr && error->kind() == ErrorKind::config;
      if (wrong_settings && !started) throw;
      prepared = false;
      const bool passing = error != nullptr && may_pass(error->kind());
      const std::chrono::seconds wait = trouble.met(caught.what(), !passing);
      log::error("{}; trying again in {} s", redact_uri(caught.what()), wait.count());
      trouble.raise_alert([&] { return database(context); });
      pause(wait, context.stop());
    }
  }
  return 0;  // being stopped is how a watch ends
}

int run(const RunChoices& choices, Context& context) {
  context.stop_gracefully();
  contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  service::Models models = models_in_use(context.settings(), catalog);
  Tools tools{.catalog = std::move(catalog), .models = std::move(models)};
  tools.request = {.payloads = payload_names(tools.catalog, choices.payloads),
                   .workers = choices.workers,
                   .wait_for_others = !choices.watch};
  if (choices.layer.empty() || choices.layer == "raw") tools.store = open_lake(context.settings());
  return (choices.watch ? run_watch : run_once)(choices, tools, context);
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
      {"--watch", "", tr("goes on, looking for new files again and again"), &choices->watch},
      {"--interval", "S", tr("seconds between the rounds of --watch; default 10"),
       WholeNumber{&choices->interval_s, 1, 86400}},
      {"--json", "", tr("one JSON document on stdout; with --watch a line for each round"),
       &choices->json}};
  command.examples = {"gdo run", "gdo run raw --json", "gdo run raw --payload caixas --workers 4",
                      "gdo run --watch --interval 60"};
  command.run = [choices, &context] { return run(*choices, context); };
  return command;
}

}  // namespace gdo::app
