#include "api/moments.h"

namespace gdo::api {
namespace {

std::string exported_snapshot(Session& session) {
  return std::string(session.connection().query("SELECT pg_export_snapshot()").text(0, 0));
}

}  // namespace

Moment::Moment(std::unique_ptr<Session> session)
    : name_(exported_snapshot(*session)), connection_(session->leave_pool()) {}

std::shared_ptr<const Moment> Moments::keep(const std::string& state,
                                            std::unique_ptr<Session>& session) {
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [](const auto& one) { return one.second.expired(); });
  const auto known = kept_.find(state);
  if (known != kept_.end()) {
    // Gone since a moment ago, perhaps, or lost with its server.
    if (auto moment = known->second.lock(); moment && moment->alive()) {
      session.reset();
      return moment;
    }
    kept_.erase(known);
  }
  if (kept_.size() >= kMost) return nullptr;
  auto moment = std::make_shared<const Moment>(std::move(session));
  kept_.emplace(state, moment);
  return moment;
}

}  // namespace gdo::api
