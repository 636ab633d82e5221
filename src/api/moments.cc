#include "api/moments.h"

#include "base/error.h"
#include "base/log.h"

namespace gdo::api {
namespace {

std::string exported_snapshot(pg::Connection& connection) {
  return std::string(connection.query("SELECT pg_export_snapshot()").text(0, 0));
}

}  // namespace

// The session's own transaction has locked the tables that it read.
Moment::Moment(Pool& pool, pg::Connection& session) : connection_(pool.take_for_good()) {
  const std::string seen = exported_snapshot(session);
  connection_->execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  connection_->execute("SET TRANSACTION SNAPSHOT " + quote_literal(seen));
  name_ = exported_snapshot(*connection_);
}

std::shared_ptr<const Moment> Moments::keep(const std::string& state, Pool& pool,
                                            pg::Connection& session) {
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [](const auto& one) { return one.second.expired(); });
  const auto known = kept_.find(state);
  if (known != kept_.end()) {
    // Gone since a moment ago, perhaps, or lost with its server.
    if (auto moment = known->second.lock(); moment && moment->alive()) return moment;
    kept_.erase(known);
  }
  if (kept_.size() >= kMost) return nullptr;
  try {
    auto moment = std::make_shared<const Moment>(pool, session);
    kept_.emplace(state, moment);
    return moment;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::database_unreachable) throw;
    log::warn("no moment can be kept for slow readers: {}", error.what());
    return nullptr;
  }
}

}  // namespace gdo::api
