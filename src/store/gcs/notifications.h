#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/gcs/address.h"
#include "store/gcs/caller.h"
#include "store/gcs/credentials.h"
#include "store/http/client.h"
#include "store/local/posix_file.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo::store {

// What a bucket tells of new objects below one folder of a lake: its notifications
// (OBJECT_FINALIZE), pulled from a Pub/Sub subscription and acknowledged on a thread of its own.
// They only say when to look; a listing now and then has to find what was never told, or told to
// another process that pulls from the same subscription.
class BucketNotifications {
 public:
  // below: "pending/". Does not wait for an answer, and throws for none: what is wrong is logged,
  // and tried again for as long as this lives.
  BucketNotifications(GcsAddress lake, std::string below, std::string endpoint,
                      std::string subscription, GcsCredentials credentials);
  ~BucketNotifications();
  BucketNotifications(const BucketNotifications&) = delete;
  BucketNotifications& operator=(const BucketNotifications&) = delete;

  // Readable when something has come.
  int descriptor() const noexcept { return event_.get(); }
  // Whether something came since the last call, or may have come unheard.
  bool take_arrived();
  // Whether the subscription answers; without it only a listing finds what comes.
  bool listening() const noexcept { return listening_; }

 private:
  Task<bool> listen();
  Task<std::optional<std::size_t>> pull_once();
  Task<HttpResponse> post(std::string_view call, const std::string& body);
  std::size_t hear(const HttpResponse& response, std::string& acknowledgement);
  bool concerns(std::string_view event, std::string_view bucket, std::string_view object) const;
  void failed(const std::string& why);
  void arrived();

  const std::string below_;
  const std::string endpoint_;
  const std::string subscription_;
  Fd event_;
  std::atomic<bool> listening_{false};
  bool failure_said_ = false;  // of the client's thread
  GcsCaller caller_;
  HttpClient client_;  // the last, so that it ends first: what it runs uses all the others
};

// The notifications of the lake's bucket; null when the lake is no bucket, or options name no
// subscription. Throws Error(config) for an address that is none, or credentials it cannot read.
std::unique_ptr<BucketNotifications> open_notifications(std::string_view lake_uri,
                                                        std::string_view below,
                                                        const StoreOptions& options);

// What can be known of a Pub/Sub subscription without taking a message from it.
struct SubscriptionState {
  enum class Answer {
    may_pull,
    may_not_pull,  // it may not be there: who has no right is not told
    missing,
    pushes,     // it pushes its messages to someone: nobody can pull them
    no_topic,   // its topic was deleted: no message comes any more
    not_asked,  // see problem
  };
  Answer answer = Answer::not_asked;
  std::string problem = {};  // what was answered instead
};

// Asks twice over HTTP: whether we may pull, and for its settings.
SubscriptionState ask_subscription(GcsAddress lake, const std::string& endpoint,
                                   const std::string& subscription, GcsCredentials credentials);

// Of the subscription that options name; empty when they name none, or the lake is no bucket.
// Throws Error(config) as open_notifications().
std::optional<SubscriptionState> subscription_state(std::string_view lake_uri,
                                                    const StoreOptions& options);

}  // namespace gdo::store
