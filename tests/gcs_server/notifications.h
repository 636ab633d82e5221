#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "gcs_server/objects.h"
#include "gcs_server/server.h"

namespace gdo::gcs_server {

struct Request;
struct Reply;

// Pub/Sub's REST calls on one subscription of each bucket's notifications, whose name is
// projects/P/subscriptions/BUCKET: there is one where the bucket is. A message that was pulled
// comes again until it is acknowledged.
class Notifications {
 public:
  // An object came into being, by whatever call.
  void note(const std::string& bucket, const Object& object);

  // /v1/projects/P/subscriptions/S: its settings, :testIamPermissions, :pull or :acknowledge; empty
  // for any other call. A pull without a
  // message waits: see must_wait().
  std::optional<Reply> handle(const Request& request, const Objects& objects);
  // Whether a pull has nothing to answer yet.
  bool must_wait(const Request& request) const;
  std::size_t unacknowledged() const;
  // How the subscriptions are from now on.
  void become(Subscription subscription);

 private:
  struct Message {
    std::string bucket;
    std::string object;
    std::int64_t generation = 0;
    bool out = false;  // pulled, not acknowledged
  };

  mutable std::mutex mutex_;
  std::map<std::int64_t, Message> messages_;
  Subscription subscription_;
  std::int64_t next_ = 1;
};

}  // namespace gdo::gcs_server
