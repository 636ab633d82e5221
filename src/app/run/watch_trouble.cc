#include "app/run/watch_trouble.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/log.h"
#include "base/stored_text.h"
#include "control/log_manager.h"
#include "embedded/control_sql.h"

namespace gdo::app {
namespace {

constexpr std::chrono::seconds kLongestWait{60};
constexpr int kFailuresOfLasting = 3;

std::string alert_key() { return "execucao/observacao/" + control::this_process().hostname; }

void write_alert(pg::Connection& connection, const std::string& message) {
  connection.query(control_sql::raise_alert,
                   {std::nullopt, "execucao_parada", "erro", alert_key(),
                    "gdo run --watch não consegue trabalhar e tenta de novo",
                    nlohmann::json{{"erro", storable_text(message)}}.dump()});
}

void close_alert(pg::Connection& connection) {
  connection.query(control_sql::close_watch_alert, {alert_key()});
}

}  // namespace

std::chrono::seconds WatchTrouble::met(const std::string& message, bool lasting) {
  message_ = message;
  ++failures_;
  lasting_ = lasting || failures_ >= kFailuresOfLasting;
  return std::min(kLongestWait, std::chrono::seconds(1) * (1 << std::min(failures_ - 1, 6)));
}

void WatchTrouble::raise_alert(const std::function<pg::ConnectOptions()>& server) {
  if (!lasting_) return;
  open_ = true;
  try {
    pg::Connection connection(server());
    write_alert(connection, message_);
    written_ = true;
  } catch (const Error& error) {
    log::debug("the alert waits until the database takes it: {}", error.what());
  }
}

void WatchTrouble::over(const std::function<pg::ConnectOptions()>& server) {
  failures_ = 0;
  if (!open_) return;
  try {
    pg::Connection connection(server());
    if (!written_) write_alert(connection, message_);
    close_alert(connection);
    open_ = written_ = false;
  } catch (const Error& error) {
    log::debug("the alert is closed at the next round: {}", error.what());
  }
}

}  // namespace gdo::app
