#include "app/alerts/channels.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/alerts/alerts.h"
#include "app/connections.h"
#include "app/terminal/quantities.h"
#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "monitor/alert_json.h"
#include "monitor/alert_queue.h"
#include "monitor/tables_ready.h"

namespace gdo::app {
namespace {

constexpr int kTriesAtTheEnd = 3;

nlohmann::ordered_json test_alert() {
  const monitor::AlertAdvice advice = monitor::advice_of("teste");
  return {{"id", 0},
          {"status", "teste"},
          {"severidade", "aviso"},
          {"tipo", "teste"},
          {"token_cliente", nullptr},
          {"chave", "teste"},
          {"mensagem", "teste do canal de alertas"},
          {"detalhes", nlohmann::ordered_json::object()},
          {"causa", advice.causa},
          {"o_que_fazer", advice.what_to_do},
          {"link", "/alertas"}};
}

constexpr const char* kNoChannel = tr_later(
    "no channel is set: GDO_ALERT_WEBHOOK, GDO_ALERT_SMTP_URL with GDO_ALERT_EMAIL_TO, "
    "GDO_ALERTMANAGER_URL");

}  // namespace

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

void send_due_alerts(Context& context, bool patient) {
  try {
    pg::Connection connection(database(context));
    monitor::send_alerts(connection, alert_targets(context), patient ? kTriesAtTheEnd : 1);
  } catch (const Error& error) {
    if (!patient) throw;
    log::error("alerts could not be told now: {}", error.what());
  }
}

}  // namespace gdo::app
