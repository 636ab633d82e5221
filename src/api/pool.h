#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/http/request.h"
#include "pg/connection.h"

namespace gdo::api {

struct Call;

// Connections that wait for the next request. As many are open as requests are worked on at once,
// which the number of workers limits. Thread-safe.
class Pool {
 public:
  explicit Pool(pg::ConnectOptions options) : options_(std::move(options)) {}

  // A connection that was alive a moment ago, outside of any transaction. Throws
  // Error(database_unreachable) at once for a while after the server could not be reached.
  std::unique_ptr<pg::Connection> take();
  // Rolled back first, when it is in a transaction; closed when it is lost.
  void give_back(std::unique_ptr<pg::Connection> connection) noexcept;
  // One that stays with who takes it, and is not counted.
  std::unique_ptr<pg::Connection> take_for_good();

  std::size_t open() const;  // those in use, too
  std::size_t idle() const;
  // Whether the last new connection led to the coordinator of a cluster.
  bool of_nodes() const;

 private:
  const pg::ConnectOptions options_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<pg::Connection>> idle_;
  std::size_t open_ = 0;
  bool of_nodes_ = false;
  std::chrono::steady_clock::time_point unreachable_until_{};
};

// One transaction of a tenant: PostgreSQL shows no other's rows, whatever is asked in it. Rolled
// back unless commit() was called; cancelled when the client leaves.
class Session {
 public:
  enum class Mode { read, write };
  struct Options {
    std::string tenant = {};     // empty = of none: no row of a tenant is seen
    std::string_view role = {};  // Caller::database_role()
    Mode mode = Mode::read;
    std::chrono::seconds timeout{30};  // of a statement
    std::string moment = {};           // a Moment's, whose rows are seen; empty = now's
  };

  // link may be null.
  Session(Pool& pool, ClientLink* link, const Options& options);
  // For a call: its client, tenant and role.
  Session(Pool& pool, const Call& call, std::chrono::seconds timeout, Mode mode = Mode::read,
          std::string moment = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  pg::Connection& connection() { return *connection_; }
  void commit();

 private:
  Pool& pool_;
  std::unique_ptr<pg::Connection> connection_;
  std::unique_ptr<ClientLink::Watch> watch_;
};

// What a session saw, kept for as long as somebody holds it: other sessions see the same rows by
// its name (Session::Options::moment). One connection, out of the pool, that asks nothing of any
// table, so that nobody waits for it; who changes a table otherwise than row by row (TRUNCATE)
// takes the moment's rows away.
class Moment {
 public:
  Moment(Pool& pool, pg::Connection& session);
  const std::string& name() const { return name_; }
  bool alive() const { return connection_->alive(); }

 private:
  std::unique_ptr<pg::Connection> connection_;
  std::string name_;
};

// The moments that slow readers of lists are at: those of one tenant and one state of gold share
// theirs, and few are kept. Thread-safe.
class Moments {
 public:
  // What the session sees, which may end then. Null when too many are kept already, or no
  // connection is to be had. state: the same for sessions that see the same rows of the tenant's
  // gold.
  std::shared_ptr<const Moment> keep(const std::string& state, Pool& pool, pg::Connection& session);

  static constexpr std::size_t kMost = 8;

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<const Moment>> kept_;
};

}  // namespace gdo::api
