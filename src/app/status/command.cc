#include <fmt/format.h>

#include <memory>

#include "app/commands.h"
#include "app/status/status_view.h"
#include "app/terminal/text_width.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

int status(const StatusRequest& request, Context& context) {
  if (request.trends) return show_trends(request, context);
  const StatusFacts facts = status_facts(request, context);
  context.print(request.json ? status_json(facts) : status_text(facts, context.out()));
  if (request.json && !facts.backlog) context.say(printable(facts.lake_problem));
  return facts.exit_code;
}

}  // namespace

Command status_command(Context& context) {
  const auto request = std::make_shared<StatusRequest>();
  Command command;
  command.name = "status";
  command.summary = tr("What waits, what ran last, how fresh the layers are, what was rejected");
  command.details = tr(
      "Waiting: files in pending/ (raw), lotes (trusted), changed keys (service), and how long the "
      "oldest has waited. Exit 4 when the lake does not answer; what the database says is shown "
      "all the same.");
  command.options = {
      {"--quality", "", tr("also what every rule and cleaning step did, and rules between tables"),
       &request->quality},
      {"--trends", "", tr("how figures went from day to day, drawn; and where they changed"),
       &request->trends},
      {"--days", "N", tr("with --trends: so many days back; default 28"),
       WholeNumber{&request->days, 1, 3660}},
      {"--lote", "N", tr("quality of this lote only"), WholeNumber{&request->lote, 1, INT64_MAX}},
      {"--payload", "P", tr("only this payload"), &request->payload},
      {"--cliente", "TOKEN", tr("only this tenant"), &request->tenant},
      {"--json", "", tr("one JSON document on stdout, always with quality"), &request->json}};
  command.examples = {"gdo status", "gdo status --quality --payload caixas",
                      "gdo status --trends --days 56", "gdo status --json | jq '.pendentes'"};
  command.run = [request, &context] { return status(*request, context); };
  return command;
}

}  // namespace gdo::app
