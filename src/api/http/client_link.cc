#include "api/http/client_link.h"

namespace gdo::api {

bool ClientLink::gone() const {
  const std::lock_guard lock(mutex_);
  return gone_;
}

void ClientLink::leave() {
  // Held while the server is notified: a connection that went back to its pool runs another's
  // statement.
  const std::lock_guard lock(mutex_);
  gone_ = true;
  if (running_) static_cast<void>(running_->cancel());
}

ClientLink::Watch::Watch(ClientLink* link, const pg::Connection& connection) : link_(link) {
  if (link_ == nullptr) return;
  const std::lock_guard lock(link_->mutex_);
  link_->running_.emplace(connection.canceller());
}

ClientLink::Watch::~Watch() {
  if (link_ == nullptr) return;
  const std::lock_guard lock(link_->mutex_);
  link_->running_.reset();
}

}  // namespace gdo::api
