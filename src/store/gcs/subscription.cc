#include "store/gcs/subscription.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "store/gcs/caller.h"
#include "store/task.h"

namespace gdo::store {
namespace {

using Json = nlohmann::json;
using Answer = SubscriptionState::Answer;

constexpr std::string_view kPull = "pubsub.subscriptions.consume";
constexpr std::string_view kDeletedTopic = "_deleted-topic_";
constexpr int kNotFound = 404;
constexpr int kForbidden = 403;

bool grants_pull(const HttpResponse& rights) {
  const Json answer = Json::parse(rights.body, nullptr, false);
  if (!answer.is_object() || !answer.contains("permissions")) return false;
  const Json& granted = answer["permissions"];
  return granted.is_array() && std::find(granted.begin(), granted.end(), kPull) != granted.end();
}

// Of its settings, which not everyone who may pull may read.
Answer of_settings(const HttpResponse& settings, Answer otherwise) {
  const Json answer = Json::parse(settings.body, nullptr, false);
  if (!answer.is_object()) return otherwise;
  if (answer.value("topic", "") == kDeletedTopic) return Answer::no_topic;
  const auto push = answer.find("pushConfig");
  const bool pushes = push != answer.end() && push->is_object() && push->contains("pushEndpoint");
  return pushes ? Answer::pushes : otherwise;
}

SubscriptionState judged(const HttpResponse& rights, const HttpResponse& settings) {
  if (settings.whole() && settings.status == kNotFound) return {Answer::missing};
  if (rights.success() && grants_pull(rights)) {
    return {settings.success() ? of_settings(settings, Answer::may_pull) : Answer::may_pull};
  }
  // Of one that is not there nobody has a right, and no refusal says so.
  if (rights.success() && (settings.success() || settings.status == kForbidden)) {
    return {Answer::may_not_pull};
  }
  return {Answer::not_asked, describe(rights.success() ? settings : rights)};
}

class Inquiry {
 public:
  Inquiry(GcsAddress lake, std::string url, GcsCredentials credentials)
      : url_(std::move(url)), client_({}), caller_(client_, std::move(credentials), lake, {}) {}

  SubscriptionState ask() {
    SubscriptionState state;
    TaskBatch<SubscriptionState>(client_, 1)
        .run(
            1, [this](std::size_t) { return answer(); },
            [&](std::size_t, SubscriptionState answered) { state = std::move(answered); });
    return state;
  }

 private:
  Task<SubscriptionState> answer() {
    HttpRequest request;
    request.method = "POST";
    request.url = url_ + ":testIamPermissions";
    request.headers = {"Content-Type: application/json"};
    request.body = wanted_;
    const HttpResponse rights = co_await caller_.attempt(std::move(request));
    HttpRequest asked;
    asked.url = url_;
    const HttpResponse settings = co_await caller_.attempt(std::move(asked));
    co_return judged(rights, settings);
  }

  const std::string url_;
  const std::string wanted_ = Json{{"permissions", {kPull}}}.dump();
  HttpClient client_;
  GcsCaller caller_;
};

}  // namespace

SubscriptionState ask_subscription(GcsAddress lake, const std::string& endpoint,
                                   const std::string& subscription, GcsCredentials credentials) {
  try {
    Inquiry inquiry(std::move(lake), fmt::format("{}/v1/{}", endpoint, subscription),
                    std::move(credentials));
    return inquiry.ask();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::config) throw;
    return {Answer::not_asked, error.what()};
  }
}

}  // namespace gdo::store
