#include "app/alerts/command.h"

#include <memory>

#include "app/alerts/alerts.h"

namespace gdo::app {
namespace {

Command alerts_list_command(Context& context) {
  const auto request = std::make_shared<AlertsListRequest>();
  Command command;
  command.name = "list";
  command.summary = "Alerts, the severe ones first";
  command.options = {{"--status",
                      "S",
                      "default aberto",
                      &request->status,
                      {"aberto", "reconhecido", "resolvido", "todos"}},
                     {"--json", "", "one JSON document on stdout", &request->json}};
  command.examples = {"gdo alerts list", "gdo alerts list --status todos --json"};
  command.run = [request, &context] { return list_alerts(*request, context); };
  return command;
}

Command ack_command(Context& context) {
  const auto ids = std::make_shared<std::vector<std::string>>();
  Command command;
  command.name = "ack";
  command.summary = "Says that someone has seen them; when it happens again, a new alert opens";
  command.arguments = {{"ID", "", "as `gdo alerts list` shows them", ids.get(), {}, true}};
  command.examples = {"gdo alerts ack 3 4"};
  command.run = [ids, &context] { return acknowledge_alerts(*ids, context); };
  return command;
}

}  // namespace

Command alerts_command(Context& context) {
  Command command;
  command.name = "alerts";
  command.summary = "What an operator should look at";
  command.examples = {"gdo alerts list", "gdo alerts ack 3"};
  command.commands = {alerts_list_command(context), ack_command(context)};
  return command;
}

}  // namespace gdo::app
