#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "api/pool.h"

namespace gdo::api {

// What a transaction saw, kept for as long as somebody holds it: other sessions see the same rows
// by its name (Session::Options::moment). One connection, out of the pool, that asks nothing.
class Moment {
 public:
  explicit Moment(std::unique_ptr<Session> session);
  const std::string& name() const { return name_; }
  bool alive() const { return connection_->alive(); }

 private:
  std::string name_;
  std::unique_ptr<pg::Connection> connection_;
};

// The moments that slow readers of lists are at: those of one tenant and one state of gold share
// theirs, and few are kept. Thread-safe.
class Moments {
 public:
  // Ends the session. Null, and the session left as it is, when too many are kept already. state:
  // the same for sessions that see the same rows of the tenant's gold.
  std::shared_ptr<const Moment> keep(const std::string& state, std::unique_ptr<Session>& session);

  static constexpr std::size_t kMost = 8;

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<const Moment>> kept_;
};

}  // namespace gdo::api
