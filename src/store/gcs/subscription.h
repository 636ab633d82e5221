#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/gcs/address.h"
#include "store/gcs/credentials.h"
#include "store/object_store.h"

namespace gdo::store {

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
