#include "pg/connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/stopwatch.h"
#include "base/translation.h"
#include "embedded/pg_sql.h"
#include "pg/repeated_statements.h"
#include "pg/sqlstate.h"

namespace gdo::pg {
namespace {

void forward_notice(void* /*unused*/, const PGresult* notice) {
  const char* message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
  log::debug("PostgreSQL: {}", message == nullptr ? "notice without text" : message);
}

// libpq quotes the text it cannot read, and with it perhaps a password: so it may not try twice.
void check_readable(const std::string& uri_or_conninfo) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
      PQconninfoParse(uri_or_conninfo.c_str(), nullptr), PQconninfoFree);
  if (!options) {
    throw Error(
        ErrorKind::config,
        tr("the connection settings of the database cannot be read: write libpq keywords or a "
           "postgresql:// URI, with special characters of a password as %XX"));
  }
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (std::string_view(option->keyword) != "host" || option->val == nullptr) continue;
    if (std::string_view(option->val).find('@') == std::string_view::npos) continue;
    throw Error(ErrorKind::config,
                tr("the host of the database holds an '@': write an '@' in a password as %40"));
  }
}

std::string server_name(PGconn* connection) {
  const auto text = [](const char* value) { return value == nullptr ? "" : value; };
  return trf("PostgreSQL at {} port {}, database {}, user {}", text(PQhost(connection)),
             text(PQport(connection)), text(PQdb(connection)), text(PQuser(connection)));
}

// A statement nobody meant for this function left the session copying: end that first.
void leave_copy(PGconn* connection, ExecStatusType status) {
  if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) {
    PQputCopyEnd(connection, "COPY needs a CopyWriter");
  }
  if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
    char* row = nullptr;
    while (PQgetCopyData(connection, &row, 0) > 0) PQfreemem(row);
  }
  while (PGresult* rest = PQgetResult(connection)) PQclear(rest);
}

Result checked(PGconn* connection, PGresult* raw, const std::string& sql) {
  Result result(raw);
  const ExecStatusType status = PQresultStatus(raw);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) {
    return result;
  }
  if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
    leave_copy(connection, status);
    throw Error(ErrorKind::internal, "COPY needs a CopyWriter or a CopyReader");
  }
  throw failure(connection, raw, fmt::format("PostgreSQL refused \"{}\"", abbreviated_sql(sql)));
}

}  // namespace

void Canceller::Free::operator()(PGcancel* cancel) const { PQfreeCancel(cancel); }

Canceller::Canceller(PGconn* connection) : cancel_(PQgetCancel(connection)) {}

bool Canceller::cancel() const noexcept {
  std::array<char, 256> why{};
  return PQcancel(cancel_.get(), why.data(), static_cast<int>(why.size())) == 1;
}

void Connection::Finish::operator()(PGconn* connection) const { PQfinish(connection); }

Connection::Connection(const ConnectOptions& options) {
  check_readable(options.uri_or_conninfo);
  const Stopwatch watch;
  const ConnectWords words(options);
  connection_.reset(PQconnectdbParams(words.keywords(), words.values(), 1));
  if (PQstatus(native()) != CONNECTION_OK) {
    throw refused_connection(native(), options, trf("cannot connect to {}", server_name(native())),
                             watch.elapsed());
  }
  PQsetNoticeReceiver(native(), forward_notice, nullptr);
  const Result process =
      checked(native(), PQexec(native(), pg_sql::session_settings), pg_sql::session_settings);
  // A pool names a process of its own in the handshake.
  const bool pooled = process.integer(0, 0) != backend_pid();
  if (pooled) require_own_session(options);
}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

void Connection::execute(const std::string& sql) {
  StatementMemory* const memory = StatementMemory::of(native());
  if (memory != nullptr && memory->has_ahead()) {
    if (PGresult* const refused = memory->flush(native())) checked(native(), refused, sql);
  }
  checked(native(), PQexec(native(), sql.c_str()), sql);
}

Result Connection::query(const std::string& sql, std::span<const Param> params) {
  const ParamArrays sent(params);
  StatementMemory* const memory = StatementMemory::of(native());
  PGresult* const result =
      memory != nullptr
          ? memory->query(native(), sql, sent)
          : PQexecParams(native(), sql.c_str(), sent.size(), nullptr, sent.values.data(),
                         sent.lengths.data(), sent.formats.data(), 0);
  return checked(native(), result, sql);
}

Result Connection::query(const std::string& sql, std::initializer_list<Param> params) {
  return query(sql, std::span<const Param>(params.begin(), params.size()));
}

bool Connection::alive() noexcept {
  if (PQstatus(native()) != CONNECTION_OK) return false;
  pollfd socket{PQsocket(native()), POLLIN, 0};
  // Between statements the server speaks only to say something extraordinary, or goodbye.
  while (poll(&socket, 1, 0) > 0) {
    if (PQconsumeInput(native()) == 0) return false;
    if ((socket.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) return false;
  }
  return PQstatus(native()) == CONNECTION_OK;
}

bool Connection::in_transaction() const noexcept {
  const PGTransactionStatusType status = PQtransactionStatus(connection_.get());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

int Connection::backend_pid() const noexcept { return PQbackendPID(connection_.get()); }

int Connection::server_version() const noexcept { return PQserverVersion(connection_.get()); }

Canceller Connection::canceller() const { return Canceller(connection_.get()); }

PGconn* Connection::native() noexcept { return connection_.get(); }

Transaction::Transaction(Connection& connection, Isolation isolation) : connection_(connection) {
  assert(!connection.in_transaction());
  connection_.execute(isolation == Isolation::read_committed ? "BEGIN"
                      : isolation == Isolation::snapshot
                          ? "BEGIN ISOLATION LEVEL REPEATABLE READ"
                          : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

Transaction::~Transaction() {
  if (!open_ || PQstatus(connection_.native()) != CONNECTION_OK) return;
  PQclear(PQexec(connection_.native(), "ROLLBACK"));
}

void Transaction::commit() {
  open_ = false;
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
      PQexec(connection_.native(), "COMMIT"), PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    throw failure(connection_.native(), result.get(), "cannot commit");
  }
  if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
    throw Error(ErrorKind::database,
                tr("PostgreSQL rolled the transaction back instead: a statement in it had failed"),
                "25P02");
  }
}

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

namespace {

bool take_notifications(PGconn* connection) {
  bool any = false;
  while (PGnotify* notification = PQnotifies(connection)) {
    any = true;
    PQfreemem(notification);
  }
  return any;
}

void take_input(PGconn* connection) {
  if (PQconsumeInput(connection) == 0 || PQstatus(connection) != CONNECTION_OK) {
    throw Error(ErrorKind::database_unreachable, "the connection that listens was lost");
  }
}

}  // namespace

bool wait_for_notification(Connection& listening, std::chrono::milliseconds longest) {
  PGconn* const connection = listening.native();
  if (take_notifications(connection)) return true;
  pollfd socket{PQsocket(connection), POLLIN, 0};
  poll(&socket, 1, static_cast<int>(longest.count()));
  take_input(connection);
  return take_notifications(connection);
}

std::vector<std::string> take_payloads(Connection& listening) {
  PGconn* const connection = listening.native();
  take_input(connection);
  std::vector<std::string> payloads;
  while (PGnotify* notification = PQnotifies(connection)) {
    payloads.emplace_back(notification->extra);
    PQfreemem(notification);
  }
  return payloads;
}

int descriptor_of(Connection& listening) { return PQsocket(listening.native()); }

}  // namespace gdo::pg
