#include "control/presence.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "base/log.h"
#include "base/outside_text.h"
#include "control/log_manager.h"
#include "embedded/sessoes_sql.h"
#include "pg/connection.h"

namespace gdo::control {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kWorthSaying{5000};
constexpr milliseconds kTurn{5000};
constexpr milliseconds kSayAgain{60000};
constexpr std::size_t kLongestHost = 24;  // an application_name has 63 bytes

std::string new_token() {
  std::random_device random;
  return fmt::format("{:08x}{:04x}", random(), random() & 0xFFFFU);
}

pg::ConnectOptions named(pg::ConnectOptions server, std::string name) {
  server.application_name = std::move(name);
  return server;
}

// gdo/<token>/<lease in ms>/<pid>@<host>
std::string name_of(const std::string& token, milliseconds lease) {
  return fmt::format("gdo/{}/{}/{}@{}", token, lease.count(), getpid(),
                     this_process().hostname.substr(0, kLongestHost));
}

milliseconds pause_of(milliseconds lease) {
  return std::clamp<milliseconds>(lease / 6, milliseconds(20), milliseconds(1000));
}

// The last part of a name of ours; empty for other programs.
std::string process_of(std::string_view name) {
  if (!name.starts_with("gdo/")) return {};
  const std::string_view place = name.substr(name.rfind('/') + 1);
  const std::size_t at = place.find('@');
  if (at == std::string_view::npos) return {};
  return fmt::format("gdo process {} on {}", place.substr(0, at), place.substr(at + 1));
}

}  // namespace

struct Presence::Holder {
  int pid = 0;
  std::string who;
  std::string since;
  milliseconds waited{};
  bool dead = false;

  std::string text() const {
    return fmt::format("{} (PostgreSQL session {}, at work since {})", printable(who), pid, since);
  }
  std::string way_out() const { return fmt::format("SELECT pg_terminate_backend({})", pid); }
};

Presence::Presence(const pg::ConnectOptions& server, milliseconds lease)
    : lease_(lease),
      token_(new_token()),
      database_(named(server, name_of(token_, lease))),
      own_(named(server, "gdo-vivo/" + token_)),
      connection_(own_) {
  pg::require_own_session(server);
  thread_ = std::thread([this] { keep_on(); });
}

Presence::~Presence() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Presence::keep_on() {
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, pause_of(lease_), [&] { return stopping_; })) {
    lock.unlock();
    try {
      if (!connection_.alive()) connection_ = pg::Connection(own_);
      beat();
    } catch (const Error& error) {
      log::debug("sign of life: {}", error.what());
    }
    lock.lock();
  }
}

void Presence::beat() {
  const pg::Result rows = connection_.query(std::string(sessoes_sql::files().front().text),
                                            {database_.application_name});
  for (int row = 0; row < rows.rows(); ++row) {
    Holder holder{.pid = static_cast<int>(rows.integer(row, 0)),
                  .who = process_of(rows.text(row, 1)),
                  .since = std::string(rows.text(row, 4)),
                  .waited = milliseconds(rows.is_null(row, 5) ? 0 : rows.integer(row, 5)),
                  .dead = rows.boolean(row, 6)};
    if (holder.who.empty()) {
      const std::string_view address = rows.text(row, 3);
      holder.who =
          fmt::format("program \"{}\" of user {} {}", rows.text(row, 1), rows.text(row, 2),
                      address.empty() ? "on the server's machine" : fmt::format("at {}", address));
    }
    const auto now = Clock::now();
    if (holder.dead) silent_.try_emplace(holder.pid, Silence{now, now}).first->second.last = now;
    look_at(holder);
  }
  // Some wait in short turns, and are not seen at every look.
  std::erase_if(silent_, [](const auto& one) { return Clock::now() - one.second.last > kTurn; });
}

// A sign of life that is missing at one look may be a session that is being replaced.
void Presence::look_at(const Holder& holder) {
  const auto silent = silent_.find(holder.pid);
  if (holder.dead && Clock::now() - silent->second.first > 2 * pause_of(lease_)) {
    end_session(holder);
    return;
  }
  if (holder.waited < std::min(kWorthSaying, lease_)) return;
  const auto said = said_.find(holder.pid);
  if (said != said_.end() && Clock::now() - said->second < kSayAgain) return;
  said_[holder.pid] = Clock::now();
  log::warn("waiting for {}, which holds a lock that this run needs{}", holder.text(),
            holder.who.starts_with("gdo process")
                ? "; should it hang, its session is ended when its lease is out"
                : fmt::format("; if it has been forgotten, this ends it: {}", holder.way_out()));
}

void Presence::end_session(const Holder& holder) {
  try {
    connection_.query("SELECT pg_terminate_backend($1)", {holder.pid});
    log::warn(
        "ended the session of {}: it has given no sign of life for its lease; what it had "
        "not committed is done again",
        holder.text());
  } catch (const Error& error) {
    if (error.sqlstate() != "42501") throw;
    const auto said = said_.find(holder.pid);
    if (said != said_.end() && Clock::now() - said->second < kSayAgain) return;
    said_[holder.pid] = Clock::now();
    log::warn("{} hangs, and this user may not end its session. Who may: {}", holder.text(),
              holder.way_out());
  }
}

}  // namespace gdo::control
