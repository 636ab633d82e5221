#pragma once

typedef struct pg_conn PGconn;      // NOLINT(modernize-use-using): libpq's own declaration
typedef struct pg_cancel PGcancel;  // NOLINT(modernize-use-using)

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "pg/param.h"
#include "pg/result.h"

namespace gdo::pg {

struct ConnectOptions {
  std::string uri_or_conninfo;  // libpq keywords or URI; may hold a password: never logged
  std::string application_name = "gdo";
  int connect_timeout_s = 10;  // unless uri_or_conninfo says otherwise
};

// Stops the statement that a connection is running, from another thread; that statement then throws
// Error(transient). Outlives its connection harmlessly.
class Canceller {
 public:
  explicit Canceller(PGconn* connection);
  // True when the server took the request; it may come too late to matter.
  bool cancel() const noexcept;

 private:
  struct Free {
    void operator()(PGcancel* cancel) const;
  };
  std::unique_ptr<PGcancel, Free> cancel_;
};

// A session: UTF-8, UTC, ISO dates, standard strings, TCP keep-alives. Not for two threads at once.
// Statements throw Error(database) with the SQLSTATE and the server's primary message (never its
// DETAIL, which quotes values), Error(transient) for 40001, 40P01, 55P03, 57014, 53300 …,
// Error(database_unreachable) when the connection is lost. After an error the session can be used
// again, unless it is lost. Notices of the server go to log::debug.
class Connection {
 public:
  // Throws Error(database_unreachable), or Error(config) for options libpq cannot read.
  explicit Connection(const ConnectOptions& options);
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  // Several statements without parameters (a migration): one transaction, unless they say BEGIN.
  void execute(const std::string& sql);
  // One statement. A text parameter that holds a NUL byte throws Error(database, 22021), as the
  // server would.
  Result query(const std::string& sql, std::span<const Param> params);
  Result query(const std::string& sql, std::initializer_list<Param> params = {});

  // False once the server is known to be gone. Looks at the socket only: a cable cut out shows
  // after the keep-alives, about a minute later.
  [[nodiscard]] bool alive() noexcept;
  // True between BEGIN and COMMIT or ROLLBACK, also when a statement has failed there.
  [[nodiscard]] bool in_transaction() const noexcept;
  // The server process of this session, as pg_stat_activity.pid and pg_locks.pid show it.
  int backend_pid() const noexcept;
  // 150020 for 15.20.
  int server_version() const noexcept;
  Canceller canceller() const;

  PGconn* native() noexcept;

 private:
  struct Finish {
    void operator()(PGconn* connection) const;
  };
  std::unique_ptr<PGconn, Finish> connection_;
};

enum class Isolation {
  read_committed,
  snapshot,            // REPEATABLE READ: one picture of all tables
  read_only_snapshot,  // the same, and nothing is written
};

// BEGIN now; ROLLBACK in the destructor unless commit() was called.
class Transaction {
 public:
  explicit Transaction(Connection& connection, Isolation isolation = Isolation::read_committed);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  // Durable when it returns. Throws when the server rolled back instead, as it does after a failed
  // statement. On Error(database_unreachable) it is unknown whether the work was stored.
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

// The options of a connection as libpq's two lists, which stay valid while this object does.
class ConnectWords {
 public:
  explicit ConnectWords(const ConnectOptions& options)
      : timeout_(std::to_string(options.connect_timeout_s)),
        // What stands before dbname gives way to what it says; what stands after wins.
        values_{timeout_.c_str(),
                "1",
                "30",
                "10",
                "3",
                "60000",
                options.uri_or_conninfo.c_str(),
                options.application_name.c_str(),
                "UTF8",
                nullptr} {}
  ConnectWords(const ConnectWords&) = delete;
  ConnectWords& operator=(const ConnectWords&) = delete;

  const char* const* keywords() const { return kKeywords.data(); }
  const char* const* values() const { return values_.data(); }

 private:
  static constexpr std::array<const char*, 10> kKeywords{"connect_timeout",  "keepalives",
                                                         "keepalives_idle",  "keepalives_interval",
                                                         "keepalives_count", "tcp_user_timeout",
                                                         "dbname",           "application_name",
                                                         "client_encoding",  nullptr};

  std::string timeout_;
  std::array<const char*, 10> values_;
};

// Throws Error(config) when sessions are not our own: behind PgBouncer in transaction mode and its
// like every transaction runs in another one, so that settings, temporary tables and locks of a
// session go to others, or stay behind for ever. Seen by a setting that does not stick while
// another session of ours is at work.
void require_own_session(const ConnectOptions& options);

// Waits until a channel that the session listens to is notified, or for that long; true when it
// was. Throws Error(database_unreachable) when the connection is lost.
bool wait_for_notification(Connection& listening, std::chrono::milliseconds longest);

// The payloads of what has come in on any channel since the last call, without waiting. Throws the
// same.
std::vector<std::string> take_payloads(Connection& listening);
// Readable when something has come in: for poll().
int descriptor_of(Connection& listening);

}  // namespace gdo::pg
