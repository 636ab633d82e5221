#include "app/recall/command.h"

#include <memory>

#include "app/connections.h"
#include "app/recall/recall_text.h"
#include "base/error.h"
#include "base/translation.h"
#include "monitor/tables_ready.h"
#include "trace/key_forms.h"
#include "trace/recall.h"

namespace gdo::app {
namespace {

struct RecallOptions {
  trace::RecallRequest request;
  bool all = false;
  bool personal = false;
  bool json = false;
  bool csv = false;
};

void read_day(const char* option, std::string& day) {
  if (day.empty()) return;
  const auto read = trace::key_value(trace::KeyPart::date, day);
  if (!read) {
    throw Error(ErrorKind::config, std::string(option) + " wants a day like 2025-01-27");
  }
  day = *read;
}

int run_recall(RecallOptions options, Context& context) {
  trace::RecallRequest& request = options.request;
  read_day("--desde", request.since);
  read_day("--valid-on", request.valid_on);
  if (!request.since.empty() && !request.without) {
    throw Error(ErrorKind::config, tr("--desde goes with --sem"));
  }
  if (options.json && options.csv) {
    throw Error(ErrorKind::config, tr("--json and --csv are two forms of the same; choose one"));
  }
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  if (options.all) {
    request.valid_on.clear();
  } else if (request.valid_on.empty()) {
    request.valid_on = trace::plants_today(connection);
  }
  const trace::Recall recall = trace::recall(connection, request);
  if (options.json) {
    context.print(trace::recall_json(recall, options.personal));
  } else if (options.csv) {
    context.print(recall_csv(recall, options.personal));
  } else {
    context.print(recall_text(recall, options.personal, context.out()));
  }
  return 0;
}

}  // namespace

Command recall_command(Context& context) {
  const auto options = std::make_shared<RecallOptions>();
  Command command;
  command.name = "recall";
  command.summary = tr("Every box, order and customer that a farm, lot or animal touches");
  command.details = tr(
      "KEY is fazenda: with a CAR or a producer's document, lote:unit/day/lot (unit/day: all lots "
      "of it), or animal: with an id or a label. Exact are boxes of orders that name a quarter of "
      "theirs; at most, those of every order that names one of their lots, too. Boxes whose "
      "validity is over are left out. Nothing is written, also not with --sem. Exit 1 when nothing "
      "is found, 2 when several tenants have it.");
  command.arguments = {{"KEY", "", tr("what is called back"), &options->request.key, {}, true}};
  command.options = {
      {"--sem", "", tr("also what would stop being traceable without it"),
       &options->request.without},
      {"--desde", "D", tr("--sem: without its slaughter from this day on"),
       &options->request.since},
      {"--valid-on", "D", tr("boxes valid on this day or later; default today"),
       &options->request.valid_on},
      {"--all", "", tr("boxes whose validity is over, too"), &options->all},
      {"--cliente", "TOKEN", tr("of this tenant"), &options->request.tenant},
      {"--pessoais", "", tr("customers who are persons in clear"), &options->personal},
      {"--csv", "", tr("a line a box"), &options->csv},
      {"--json", "", tr("one JSON document on stdout"), &options->json}};
  command.examples = {"gdo recall fazenda:MT-5103403-0123456789ABCDEF0123456789ABCDEF",
                      "gdo recall lote:9801/2026-06-28/7 --csv > recall.csv",
                      "gdo recall fazenda:52998224725 --sem --desde 2026-06-01"};
  command.run = [options, &context] { return run_recall(*options, context); };
  return command;
}

}  // namespace gdo::app
