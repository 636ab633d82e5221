#include "pg/advisory_lock.h"

#include "base/log.h"

namespace gdo::pg {

void lock_in_transaction(Connection& in_transaction, std::string_view name) {
  in_transaction.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", {name});
}

SessionLock::SessionLock(Connection& connection, std::string_view name)
    : connection_(connection), name_(name) {
  held_ = connection_.query("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", {name_})
              .boolean(0, 0);
}

SessionLock::~SessionLock() {
  if (!held_) return;
  try {
    connection_.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", {name_});
  } catch (const Error& error) {
    log::debug("the lock {} goes with its session: {}", name_, error.what());
  }
}

}  // namespace gdo::pg
