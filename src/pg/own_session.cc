#include "pg/own_session.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/stopwatch.h"
#include "base/translation.h"
#include "pg/connection.h"
#include "pg/sqlstate.h"

namespace gdo::pg {
namespace {

constexpr int kLooks = 2;

// A session without the care of Connection, which calls this.
class PlainSession {
 public:
  explicit PlainSession(const ConnectOptions& options) {
    const ConnectWords words(options);
    const Stopwatch watch;
    connection_.reset(PQconnectdbParams(words.keywords(), words.values(), 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      throw refused_connection(connection_.get(), options, "cannot connect to PostgreSQL",
                               watch.elapsed());
    }
  }

  // The first column of the answer's first row, if there is one.
  std::string ask(const std::string& sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
        PQexec(connection_.get(), sql.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK) return {};
    if (status == PGRES_TUPLES_OK) return PQgetvalue(result.get(), 0, 0);
    throw failure(connection_.get(), result.get(), "cannot look at a session");
  }

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_{nullptr, PQfinish};
};

bool sticks(PlainSession& first, const ConnectOptions& options) {
  const std::string mark = std::to_string(getpid());
  first.ask("SET gdo.sessao = '" + mark + "'");
  const std::string process = first.ask("SELECT pg_backend_pid()");
  // Takes the server process that a pool has free, which is ours if it gives away what is ours.
  PlainSession second(options);
  second.ask("BEGIN");
  if (second.ask("SELECT pg_backend_pid()") == process) return false;
  return first.ask("SELECT coalesce(current_setting('gdo.sessao', true), '')") == mark;
}

}  // namespace

void require_own_session(const ConnectOptions& options) {
  bool own = true;
  try {
    PlainSession first(options);
    for (int i = 0; i < kLooks && own; ++i) own = sticks(first, options);
  } catch (const Error& error) {
    // PgBouncer's statement mode refuses transactions.
    if (error.sqlstate() != "08P01") throw;
    own = false;
  }
  if (own) return;
  throw Error(
      ErrorKind::config,
      tr("a pool stands before PostgreSQL that gives every transaction another session "
         "(PgBouncer's pool_mode = transaction or statement): gdo needs sessions of its own. "
         "Point DB_HOST and DB_PORT at PostgreSQL itself, or at a pool with pool_mode = "
         "session"));
}

}  // namespace gdo::pg
