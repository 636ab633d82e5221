#include "monitor/alert_queue.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "embedded/alertas_sql.h"
#include "embedded/control_sql.h"
#include "monitor/alert_json.h"
#include "monitor/data_tables.h"

namespace gdo::monitor {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> names_of(const std::vector<AlertChannel>& channels) {
  std::vector<std::string> names;
  for (const AlertChannel& channel : channels) names.push_back(channel.name());
  return names;
}

void note_use(pg::Connection& connection, const std::string& channel, const std::string& problem) {
  if (problem.empty()) {
    connection.query(control_sql::note_channel_use, {channel});
    return;
  }
  log::warn("alerts: {} does not take messages: {}", channel, problem);
  connection.query(control_sql::note_channel_failure, {channel, problem});
}

// Sends what is due, one message after another. A channel that does not take one is left alone for
// the rest of the round: each message to it may take seconds to fail, and others wait.
class QueueSender {
 public:
  QueueSender(pg::Connection& connection, const std::vector<AlertChannel>& channels)
      : connection_(connection), names_(names_of(channels)) {
    for (const AlertChannel& channel : channels) channels_[channel.name()] = &channel;
  }

  SentAlerts send() {
    SentAlerts sent_alerts;
    std::vector<std::string> alive = names_;
    std::vector<std::string> dead;
    while (!alive.empty()) {
      const pg::Result taken =
          connection_.query(control_sql::take_messages, {pg::text_array(alive)});
      if (taken.rows() == 0) break;
      if (send(taken)) {
        ++sent_alerts.sent;
        continue;
      }
      dead.emplace_back(taken.text(0, 2));
      std::erase(alive, dead.back());
    }
    if (!dead.empty()) {
      sent_alerts.failed =
          connection_.query(control_sql::count_waiting, {pg::text_array(dead)}).integer(0, 0);
    }
    return sent_alerts;
  }

 private:
  bool send(const pg::Result& taken) {
    const std::int64_t id = taken.integer(0, 0);
    const std::string channel(taken.text(0, 2));
    const std::vector<Json> alert =
        alerts_json(connection_, {.id = taken.integer(0, 1), .status = "", .tenant = ""});
    const std::string problem =
        alert.empty() ? "" : monitor::send(*channels_.at(channel), alert.front());
    note_use(connection_, channel, problem);
    if (problem.empty()) {
      connection_.query(control_sql::mark_sent, {id});
    } else {
      // Twice as long each time, five minutes at the most.
      connection_.query(control_sql::try_later, {id, problem});
    }
    return problem.empty();
  }

  pg::Connection& connection_;
  std::vector<std::string> names_;
  std::map<std::string, const AlertChannel*> channels_;
};

bool my_minute(pg::Connection& connection, const AlertChannel& channel) {
  return connection.query(control_sql::take_channel, {channel.name()}).rows() > 0;
}

// Within the last hour: Alertmanager has to hear of the end.
std::vector<Json> just_closed(pg::Connection& connection) {
  std::vector<Json> closed = alerts_json(connection, {});
  const std::string since =
      fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr) - 3600));
  std::erase_if(closed, [&](const Json& one) {
    return !one["encerrado_em"].is_string() || one["encerrado_em"].get<std::string>() < since;
  });
  return closed;
}

void send_each_minute(pg::Connection& connection, const AlertTargets& targets) {
  if (!targets.alertmanager.empty()) {
    const AlertChannel channel{AlertChannel::Kind::alertmanager, targets.alertmanager, ""};
    if (my_minute(connection, channel)) {
      std::vector<Json> alerts =
          alerts_json(connection, {.id = {}, .status = "aberto", .tenant = ""});
      for (Json& one : just_closed(connection)) alerts.push_back(std::move(one));
      note_use(connection, channel.name(), send_to_alertmanager(channel, alerts));
    }
  }
  if (!targets.heartbeat.empty()) {
    const AlertChannel channel{AlertChannel::Kind::heartbeat, targets.heartbeat, ""};
    if (my_minute(connection, channel)) note_use(connection, channel.name(), beat(channel));
  }
}

void open_alert(pg::Connection& connection, const std::string& kind, const pg::Result& rows,
                int row) {
  connection.query(control_sql::open_alerts,
                   {rows.optional_text(row, 0), kind, rows.text(row, 1), rows.text(row, 2),
                    rows.text(row, 3), rows.text(row, 4)});
}

// Opens, joins and closes what the queries of a folder see: a kind of alert is one file.
void look_by(pg::Connection& connection, std::string_view folder) {
  for (const auto& file : alertas_sql::files()) {
    std::string_view path = file.path;
    if (!path.starts_with(folder) || !has_its_tables(connection, file.text)) continue;
    path.remove_prefix(folder.size());
    const std::string kind(path.substr(0, path.find('.')));
    const pg::Result rows = connection.query(std::string(file.text));
    std::vector<std::string> keys;
    for (int row = 0; row < rows.rows(); ++row) {
      open_alert(connection, kind, rows, row);
      keys.emplace_back(rows.text(row, 2));
    }
    connection.query(control_sql::end_alerts, {kind, pg::text_array(keys)});
  }
}

}  // namespace

void look_around(pg::Connection& connection) { look_by(connection, "sentinelas/"); }

void make_rounds(pg::Connection& connection) {
  look_by(connection, "rondas/");
  watch_series(connection);
}

SentAlerts send_alerts(pg::Connection& connection, const AlertTargets& targets, int tries) {
  look_around(connection);
  // Figures of whole days do not change from one second to the next.
  if (connection.query(control_sql::take_channel, {"series"}).rows() > 0) {
    try {
      make_rounds(connection);
    } catch (const Error& error) {
      // What is known already is sent all the same.
      log::error("alerts: the figures of the days could not be looked at: {}", error.what());
    }
  }
  const std::vector<AlertChannel> channels = message_channels(targets);
  SentAlerts sent_alerts;
  if (!channels.empty()) {
    connection.query(control_sql::enqueue_alerts, {pg::text_array(names_of(channels))});
    QueueSender sender(connection, channels);
    for (int attempt = 1;; ++attempt) {
      const SentAlerts round = sender.send();
      sent_alerts.sent += round.sent;
      sent_alerts.failed = round.failed;
      if (round.failed == 0 || attempt >= tries) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1100 << (attempt - 1)));
    }
  }
  send_each_minute(connection, targets);
  return sent_alerts;
}

std::int64_t replay_alerts(pg::Connection& connection, const AlertTargets& targets) {
  const std::vector<std::string> names = names_of(message_channels(targets));
  connection.query(control_sql::retry_now);
  return connection.query(control_sql::replay_alerts, {pg::text_array(names)}).rows();
}

AlertWatch::AlertWatch(pg::ConnectOptions server, AlertTargets targets,
                       std::chrono::milliseconds pause)
    : server_(std::move(server)),
      targets_(std::move(targets)),
      pause_(pause),
      thread_([this] { keep_on(); }) {}

AlertWatch::~AlertWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void AlertWatch::keep_on() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      look();
      if (failed_) log::info("alerts: watching again");
      failed_ = false;
    } catch (const std::exception& error) {
      // With its session goes the lock, so that another may lead.
      connection_.reset();
      leads_ = false;
      if (!failed_) log::error("alerts cannot be watched now, trying again: {}", error.what());
      failed_ = true;
    }
    lock.lock();
    stop_.wait_for(lock, pause_, [this] { return stopping_; });
  }
}

void AlertWatch::look() {
  if (!connection_) connection_ = std::make_unique<pg::Connection>(server_);
  if (!leads_) {
    leads_ = connection_->query("SELECT pg_try_advisory_lock(hashtextextended('gdo alertas', 0))")
                 .boolean(0, 0);
  }
  if (!leads_) return;
  require_tables(*connection_);
  send_alerts(*connection_, targets_, 1);
}

}  // namespace gdo::monitor
