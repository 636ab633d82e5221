#include "app/untraced/command.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/connections.h"
#include "app/result_json.h"
#include "app/untraced/untraced_text.h"
#include "base/error.h"
#include "base/translation.h"
#include "monitor/tables_ready.h"
#include "trace/key_forms.h"
#include "trace/untraced.h"

namespace gdo::app {
namespace {

struct UntracedOptions {
  trace::UntracedRequest request;
  bool json = false;
  bool csv = false;
};

int list_untraced(UntracedOptions options, Context& context) {
  trace::UntracedRequest& request = options.request;
  if (!request.day.empty()) {
    const auto day = trace::key_value(trace::KeyPart::date, request.day);
    if (!day) throw Error(ErrorKind::config, tr("--day wants a day like 2025-01-27"));
    request.day = *day;
  }
  if (!request.plant.empty()) {
    const auto plant = trace::key_value(trace::KeyPart::unit, request.plant);
    if (!plant) throw Error(ErrorKind::config, tr("--plant wants a plant's SIF number, like 9801"));
    request.plant = *plant;
  }
  if (options.json && options.csv) {
    throw Error(ErrorKind::config, tr("--json and --csv are two forms of the same; choose one"));
  }
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const trace::Untraced untraced = trace::untraced(connection, request);
  if (options.json) {
    context.print(json_text(trace::untraced_json(untraced)));
  } else if (options.csv) {
    context.print(untraced_csv(untraced));
  } else {
    context.print(untraced_text(untraced, context.out()));
  }
  return 0;
}

}  // namespace

Command untraced_command(Context& context) {
  const auto options = std::make_shared<UntracedOptions>();
  Command command;
  command.name = "untraced";
  command.summary =
      tr("Boxes that cannot be traced: why, and the smallest thing that would mend it");
  command.details = tr(
      "Each missing thing stands once, under the reason of the boxes it would free most kilos of: "
      "a "
      "file that has not come, a record or a field of one, an open rejection. Boxes and kilos are "
      "those that become traceable when it comes and nothing else does; waiting are also those "
      "that lack other things besides.");
  command.options = {
      {"--day", "D", tr("boxes of this day of production"), &options->request.day},
      {"--plant", "P", tr("boxes of this plant (its SIF number)"), &options->request.plant},
      {"--cliente", "TOKEN", tr("of this tenant"), &options->request.tenant},
      {"--csv", "", tr("the worklist for a spreadsheet, with a column to tick off"), &options->csv},
      {"--json", "", tr("one JSON document on stdout"), &options->json}};
  command.examples = {"gdo untraced --day 2026-06-29", "gdo untraced --csv > worklist.csv",
                      "gdo untraced --json | jq '.causas[].falta[0]'"};
  command.run = [options, &context] { return list_untraced(*options, context); };
  return command;
}

}  // namespace gdo::app
