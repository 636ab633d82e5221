#include "pg/own_session.h"

#include <unistd.h>

#include <string>
#include <string_view>

namespace gdo::pg {
namespace {

constexpr int kTries = 3;

std::string process_of(Connection& connection) {
  return std::string(connection.query("SELECT pg_backend_pid()").text(0, 0));
}

bool sticks(Connection& first, const ConnectOptions& options) {
  const std::string mark = std::to_string(getpid());
  first.query("SELECT set_config('gdo.sessao', $1, false)", {mark});
  const std::string process = process_of(first);
  // Takes the server process that a pool has free, which is ours if it gives away what is ours.
  Connection second(options);
  const Transaction at_work(second);
  if (process_of(second) == process) return false;
  return first.query("SELECT coalesce(current_setting('gdo.sessao', true), '')").text(0, 0) == mark;
}

}  // namespace

void require_own_session(const ConnectOptions& options) {
  ConnectOptions unchecked = options;
  unchecked.check_pool = false;
  bool own = true;
  try {
    Connection first(unchecked);
    for (int i = 0; i < kTries && own; ++i) own = sticks(first, unchecked);
  } catch (const Error& error) {
    // PgBouncer's statement mode refuses transactions.
    if (error.sqlstate() != "08P01") throw;
    own = false;
  }
  if (own) return;
  throw Error(ErrorKind::config,
              "a pool stands before PostgreSQL that gives every transaction another session "
              "(PgBouncer's pool_mode = transaction or statement): gdo needs sessions of its own. "
              "Point DB_HOST and DB_PORT at PostgreSQL itself, or at a pool with pool_mode = "
              "session");
}

}  // namespace gdo::pg
