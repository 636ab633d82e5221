#include <memory>

#include "app/alerts/alerts.h"
#include "app/commands.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

Command alerts_list_command(Context& context) {
  const auto request = std::make_shared<AlertsListRequest>();
  Command command;
  command.name = "list";
  command.summary = tr("Alerts, the severe ones first");
  command.options = {{"--status",
                      "S",
                      tr("default aberto"),
                      &request->status,
                      {"aberto", "reconhecido", "esperado", "resolvido", "todos"}},
                     {"--cliente", "TOKEN", tr("of this tenant"), &request->tenant},
                     {"--json", "", tr("one JSON document on stdout"), &request->json}};
  command.examples = {"gdo alerts list", "gdo alerts list --status todos --json"};
  command.run = [request, &context] { return list_alerts(*request, context); };
  return command;
}

Command ack_command(Context& context) {
  const auto ids = std::make_shared<std::vector<std::string>>();
  Command command;
  command.name = "ack";
  command.summary = tr("Says that someone has seen them; when it happens again, a new alert opens");
  command.arguments = {{"ID", "", tr("as `gdo alerts list` shows them"), ids.get(), {}, true}};
  command.examples = {"gdo alerts ack 3 4"};
  command.run = [ids, &context] { return acknowledge_alerts(*ids, context); };
  return command;
}

struct ShowChoices {
  std::string id;
  bool json = false;
};

Command show_command(Context& context) {
  const auto choices = std::make_shared<ShowChoices>();
  Command command;
  command.name = "show";
  command.summary = tr("One alert: its cause, its details, and what to do");
  command.arguments = {{"ID", "", tr("as `gdo alerts list` shows it"), &choices->id, {}, true}};
  command.options = {{"--json", "", tr("one JSON document on stdout"), &choices->json}};
  command.examples = {"gdo alerts show 3", "gdo alerts show 3 --json"};
  command.run = [choices, &context] { return show_alert(choices->id, choices->json, context); };
  return command;
}

Command expect_command(Context& context) {
  const auto expectation = std::make_shared<AlertExpectation>();
  Command command;
  command.name = "expect";
  command.summary =
      tr("Says that they were to be expected; the days they speak of become days off");
  command.arguments = {
      {"ID", "", tr("as `gdo alerts list` shows them"), &expectation->ids, {}, true}};
  command.options = {{"--why",
                      "TEXT",
                      tr("what happened, for those who come later"),
                      &expectation->why,
                      {},
                      true}};
  command.examples = {"gdo alerts expect 3 --why 'manutenção da planta'"};
  command.run = [expectation, &context] { return expect_alerts(*expectation, context); };
  return command;
}

Command test_command(Context& context) {
  Command command;
  command.name = "test";
  command.summary = tr("Sends a message through every channel that is set");
  command.examples = {"gdo alerts test"};
  command.run = [&context] { return test_channels(context); };
  return command;
}

Command replay_alerts_command(Context& context) {
  Command command;
  command.name = "replay";
  command.summary = tr("Sends every open alert again, and what waits for a channel that was dead");
  command.examples = {"gdo alerts replay"};
  command.run = [&context] { return replay_alerts(context); };
  return command;
}

}  // namespace

Command alerts_command(Context& context) {
  Command command;
  command.name = "alerts";
  command.summary = tr("What an operator should look at");
  command.examples = {"gdo alerts list", "gdo alerts show 3", "gdo alerts ack 3"};
  command.commands = {alerts_list_command(context), show_command(context),
                      ack_command(context),         expect_command(context),
                      test_command(context),        replay_alerts_command(context)};
  return command;
}

}  // namespace gdo::app
