#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "api/pool.h"

namespace gdo::api {

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
