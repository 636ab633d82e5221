#include "app/alerts/command.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/connections.h"
#include "app/result_json.h"
#include "app/terminal/plants_clock.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "app/terminal/tree.h"
#include "base/error.h"
#include "base/log.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "control/log_manager.h"
#include "monitor/alert_json.h"
#include "monitor/alert_queue.h"
#include "monitor/alert_words.h"
#include "monitor/data_tables.h"

namespace gdo::app {
namespace {

struct AlertsListRequest {
  std::string status = "aberto";  // "todos" = any
  std::string tenant;             // empty = all
  bool json = false;
};

struct AlertExpectation {
  std::vector<std::string> ids;
  std::string why;
};

using Json = nlohmann::ordered_json;

std::string alert_table(const std::vector<Json>& alerts, const Terminal& terminal) {
  Table table({{tr("id"), Align::right},
               {tr("severity")},
               {tr("kind"), Align::left, Narrow::keep},
               {tr("tenant"), Align::left, Narrow::keep},
               {tr("message"), Align::left, Narrow::wrap},
               {tr("times"), Align::right, Narrow::leave},
               {trf("last ({})", plants_zone()), Align::left, Narrow::leave},
               {tr("status"), Align::left, Narrow::leave}});
  for (const Json& alert : alerts) {
    const std::string severity = monitor::member_text(alert, "severidade");
    table.row({alert["id"].dump(),
               {severity, severity == "erro" ? Style::bad : Style::warning},
               {monitor::member_text(alert, "tipo"), Style::accent},
               monitor::member_text(alert, "token_cliente"),
               monitor::alert_sentence(alert),
               count_text(alert["vezes"].get<std::int64_t>()),
               {plants_time(monitor::member_text(alert, "visto_em")), Style::dim},
               monitor::member_text(alert, "status")});
  }
  return table.render(terminal);
}

// The members of an alert that a person reads, and what they are called.
constexpr std::array<std::pair<const char*, const char*>, 8> kAlertMembers = {{
    {tr_later("status"), "status"},
    {tr_later("severity"), "severidade"},
    {tr_later("kind"), "tipo"},
    {tr_later("tenant"), "token_cliente"},
    {tr_later("key"), "chave"},
    {tr_later("file"), "nome_arquivo"},
    {tr_later("page"), "link"},
    {tr_later("reason"), "motivo"},
}};
constexpr std::array<std::pair<const char*, const char*>, 3> kAlertTimes = {{
    {tr_later("opened"), "criado_em"},
    {tr_later("last seen"), "visto_em"},
    {tr_later("closed"), "encerrado_em"},
}};

// A detail as a person reads it: the parts of a list one after another.
std::string detail_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const Json& one : value) text += (text.empty() ? "" : ", ") + detail_text(one);
  return text;
}

std::string alert_text(const Json& alert, const Terminal& terminal) {
  constexpr std::size_t kNames = 16;
  const auto alert_line = [&](std::string_view name, std::string_view value) -> std::string {
    if (value.empty()) return {};
    const std::size_t width = text_width(name) + 2;
    const std::string blanks(width < kNames ? kNames - width : 1, ' ');
    return render_pieces({{fmt::format("  {}{}", name, blanks)}, {std::string(value)}}, kNames,
                         terminal);
  };
  std::string text = render_pieces(
      {{trf("alert {}: {}", alert["id"].dump(), monitor::alert_sentence(alert))}}, 2, terminal);
  for (const auto& [name, member] : kAlertMembers) {
    text += alert_line(tr(name), monitor::member_text(alert, member));
  }
  for (const auto& [name, member] : kAlertTimes) {
    const std::string time = monitor::member_text(alert, member);
    if (!time.empty()) {
      text += alert_line(tr(name), fmt::format("{} ({})", plants_time(time), plants_zone()));
    }
  }
  const monitor::AlertAdvice advice = monitor::alert_advice(monitor::member_text(alert, "tipo"));
  text += alert_line(tr("cause"), advice.cause);
  text += alert_line(tr("what to do"), advice.what_to_do);
  // Of the program's own names, as JSON has them.
  for (const auto& [name, value] : alert["detalhes"].items()) {
    text += alert_line(name, detail_text(value));
  }
  return text;
}

int report_changed(std::vector<std::int64_t> ids, const std::vector<std::int64_t>& changed,
                   const char* word, Context& context) {
  for (const std::int64_t one : changed) std::erase(ids, one);
  context.print(counted(static_cast<std::int64_t>(changed.size()), "alert", "alerts") + " " + word +
                "\n");
  for (const std::int64_t one : ids) {
    context.print(trf("alert {}: there is no open alert of that ID\n", one));
  }
  return ids.empty() ? 0 : 1;
}

// `gdo alerts list`: what an operator should look at. Gives the exit code.
int list_alerts(const AlertsListRequest& request, Context& context) {
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const std::vector<Json> alerts = monitor::alerts_json(
      connection, {{}, request.status == "todos" ? std::string() : request.status, request.tenant});
  if (request.json) {
    context.print(json_text({{"alertas", alerts}}));
    return 0;
  }
  if (alerts.empty()) {
    context.say(tr("no such alerts"));
    return 0;
  }
  context.print(alert_table(alerts, context.out()));
  return 0;
}

// `gdo alerts show`: one with its cause and what to do. Gives the exit code: 1 when there is none.
int show_alert(const std::string& id, bool json, Context& context) {
  const std::int64_t number = row_ids({id}).front();
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const std::vector<Json> alerts = monitor::alerts_json(connection, {number, "", ""});
  if (alerts.empty()) {
    throw Error(ErrorKind::not_found, trf("there is no alert {}: gdo alerts list", number));
  }
  context.print(json ? json_text(alerts.front()) : alert_text(alerts.front(), context.out()));
  return 0;
}

// `gdo alerts ack`: someone has seen them. Gives the exit code: 1 when one was not open.
int acknowledge_alerts(const std::vector<std::string>& words, Context& context) {
  const std::vector<std::int64_t> ids = row_ids(words);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  return report_changed(ids,
                        monitor::acknowledge_alerts(connection, ids, control::this_process().user),
                        tr("acknowledged"), context);
}

// `gdo alerts expect`: what they speak of was to be expected, and teaches the calendar. The same.
int expect_alerts(const AlertExpectation& expectation, Context& context) {
  const std::vector<std::int64_t> ids = row_ids(expectation.ids);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  return report_changed(
      ids, monitor::expect_alerts(connection, ids, control::this_process().user, expectation.why),
      tr("expected"), context);
}

}  // namespace

monitor::AlertTargets alert_targets(Context& context) {
  const config::Settings& settings = context.settings();
  return {settings.alert_webhooks.reveal(), settings.alert_smtp_url.reveal(),
          settings.alert_email_to, settings.alertmanager_url, settings.heartbeat_url.reveal()};
}

namespace {

constexpr int kTriesAtTheEnd = 3;

nlohmann::ordered_json test_alert() {
  const InReadersLanguage stored(Language::portuguese);
  const monitor::AlertAdvice advice = monitor::alert_advice("teste");
  return {{"id", 0},
          {"status", "teste"},
          {"severidade", "aviso"},
          {"tipo", "teste"},
          {"token_cliente", nullptr},
          {"chave", "teste"},
          {"mensagem", "teste do canal de alertas"},
          {"detalhes", nlohmann::ordered_json::object()},
          {"causa", advice.cause},
          {"o_que_fazer", advice.what_to_do},
          {"link", "/alertas"}};
}

constexpr const char* kNoChannel = tr_later(
    "no channel is set: GDO_ALERT_WEBHOOK, GDO_ALERT_SMTP_URL with GDO_ALERT_EMAIL_TO, "
    "GDO_ALERTMANAGER_URL");

// `gdo alerts test`: one message through every channel. Gives the exit code: 1 when one refused it.
int test_channels(Context& context) {
  const monitor::AlertTargets targets = alert_targets(context);
  int failed = 0;
  int channels = 0;
  const auto report = [&](const std::string& name, const std::string& problem) {
    ++channels;
    failed += problem.empty() ? 0 : 1;
    context.print(fmt::format("{}: {}\n", name, problem.empty() ? tr("taken") : problem));
  };
  for (const monitor::AlertChannel& channel : monitor::message_channels(targets)) {
    report(channel.name(), monitor::send(channel, test_alert()));
  }
  using Kind = monitor::AlertChannel::Kind;
  if (!targets.alertmanager.empty()) {
    const monitor::AlertChannel channel{Kind::alertmanager, targets.alertmanager, ""};
    report(channel.name(), monitor::send_to_alertmanager(channel, {}));
  }
  if (!targets.heartbeat.empty()) {
    const monitor::AlertChannel channel{Kind::heartbeat, targets.heartbeat, ""};
    report(channel.name(), monitor::beat(channel));
  }
  if (channels == 0) throw Error(ErrorKind::config, tr(kNoChannel));
  return failed == 0 ? 0 : 1;
}

// `gdo alerts replay`: every open alert again. Gives the exit code: 1 when one could not be sent.
int replay_alerts(Context& context) {
  const monitor::AlertTargets targets = alert_targets(context);
  if (monitor::message_channels(targets).empty()) throw Error(ErrorKind::config, tr(kNoChannel));
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  monitor::replay_alerts(connection, targets);
  const monitor::SentAlerts sent_alerts = monitor::send_alerts(connection, targets, kTriesAtTheEnd);
  context.print(trf("{} sent\n", counted(sent_alerts.sent, "message", "messages")));
  if (sent_alerts.failed > 0)
    context.say(
        trf("{} wait: gdo alerts test", counted(sent_alerts.failed, "message", "messages")));
  return sent_alerts.failed == 0 ? 0 : 1;
}

}  // namespace

void send_due_alerts(Context& context, bool patient) {
  try {
    pg::Connection connection(database(context));
    monitor::send_alerts(connection, alert_targets(context), patient ? kTriesAtTheEnd : 1);
  } catch (const Error& error) {
    if (!patient) throw;
    log::error("alerts could not be sent now: {}", error.what());
  }
}

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
