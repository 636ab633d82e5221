#include "control/lease_session.h"

#include <unistd.h>

#include <algorithm>
#include <random>

#include "base/log.h"
#include "embedded/control_sql.h"

namespace gdo::control {
namespace {

using std::chrono::milliseconds;

std::int64_t random_token() {
  std::random_device random;
  const std::uint64_t bits = (std::uint64_t{random()} << 32U) | random();
  return static_cast<std::int64_t>(bits >> 2U) + 1;
}

}  // namespace

LeaseSession::LeaseSession(const pg::ConnectOptions& options, const RunIdentity& identity,
                           milliseconds lease)
    : options_(options),
      identity_(identity),
      lease_(lease),
      token_(random_token()),
      connection_(options) {
  open_session();
  thread_ = std::thread([this] { keep_alive(); });
}

LeaseSession::~LeaseSession() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
  try {
    connection_.query("DELETE FROM reserva WHERE id = $1", {token_});
  } catch (const Error& error) {
    log::debug("the lease was left to expire: {}", error.what());
  }
}

void LeaseSession::open_session() {
  connection_.query("SELECT pg_advisory_lock($1)", {token_});
  connection_.query(control_sql::open_lease,
                    {token_, identity_.hostname, identity_.user, static_cast<int>(getpid()),
                     static_cast<std::int64_t>(lease_.count())});
  connection_.query("DELETE FROM reserva WHERE valida_ate < clock_timestamp() - interval '1 day'");
}

void LeaseSession::keep_alive() {
  const auto pause = std::clamp<milliseconds>(lease_ / 6, milliseconds(20), milliseconds(5000));
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, pause, [&] { return stopping_; })) {
    lock.unlock();
    heartbeat();
    lock.lock();
  }
}

// A heartbeat that fails is tried again at the next beat on a new session: losing the lease loses
// no data, because the loading transaction checks it before it commits.
void LeaseSession::heartbeat() {
  try {
    const auto result = connection_.query(control_sql::renew_lease,
                                          {token_, static_cast<std::int64_t>(lease_.count())});
    if (result.rows() == 0) open_session();
  } catch (const Error& error) {
    log::debug("lease heartbeat: {}", error.what());
    try {
      connection_ = pg::Connection(options_);
      open_session();
    } catch (const Error& again) {
      log::warn("the lease on this process's files cannot be renewed: {}", again.what());
    }
  }
}

}  // namespace gdo::control
