#pragma once

#include <set>
#include <string>
#include <utility>

#include "pg/connection.h"

namespace gdo::control {

// Sent to every `gdo run --watch` when the transaction commits: lotes wait for trusted; what
// trusted holds of a tenant has changed, and gold follows.
void signal_trusted(pg::Connection& in_transaction);
void signal_gold(pg::Connection& in_transaction, const std::string& tenant);

// A session that hears those signals, of this process and of all others. What was committed before
// it was made is not reported. Not for two threads at once.
class WorkSignals {
 public:
  // Throws Error(database_unreachable).
  explicit WorkSignals(const pg::ConnectOptions& server);

  // Readable when there may be something to poll().
  int descriptor();
  // Takes in what was signalled, without waiting. Throws Error(database_unreachable) when the
  // session is lost: then what was signalled meanwhile is not known.
  void poll();

  bool any() const { return trusted_ || !tenants_.empty(); }
  // What was signalled since the last call.
  bool take_trusted() { return std::exchange(trusted_, false); }
  std::set<std::string> take_tenants() { return std::exchange(tenants_, {}); }

 private:
  pg::Connection connection_;
  bool trusted_ = false;
  std::set<std::string> tenants_;
};

}  // namespace gdo::control
