#include "store/gcs/notifications.h"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "store/gcs/caller.h"
#include "store/task.h"

namespace gdo::store {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr int kMostMessages = 1000;  // of one answer, as many as Pub/Sub gives
// Pub/Sub answers a pull without messages after a minute and a half.
constexpr int kLongestPull_s = 120;
// One that is answered at once although there is nothing is not asked again at once.
constexpr std::chrono::seconds kShortestPull{1};
constexpr std::chrono::seconds kLongestPause{60};

std::string text_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

BucketNotifications::BucketNotifications(GcsAddress lake, std::string below, std::string endpoint,
                                         std::string subscription, GcsCredentials credentials)
    : below_(std::move(below)),
      endpoint_(std::move(endpoint)),
      subscription_(std::move(subscription)),
      event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      caller_(client_, std::move(credentials), std::move(lake), {}),
      client_({.stall_s = kLongestPull_s}) {
  client_.post([this] { spawn(listen(), [](const TaskOutcome<bool>&) {}); });
}

BucketNotifications::~BucketNotifications() = default;

bool BucketNotifications::take_arrived() {
  std::uint64_t count = 0;
  return ::read(event_.get(), &count, sizeof count) == sizeof count;
}

void BucketNotifications::arrived() {
  const std::uint64_t one = 1;
  (void)!::write(event_.get(), &one, sizeof one);
}

Task<bool> BucketNotifications::listen() {
  std::chrono::seconds back_off{1};
  while (!client_.stopping()) {
    const auto asked = Clock::now();
    const bool waits = listening_;
    const std::optional<std::size_t> messages = co_await pull_once();
    std::chrono::milliseconds pause{0};
    if (!messages) {
      pause = back_off;
      back_off = std::min(kLongestPause, back_off * 2);
    } else {
      back_off = std::chrono::seconds(1);
      const auto took = Clock::now() - asked;
      if (waits && *messages == 0 && took < kShortestPull)
        pause = std::chrono::ceil<std::chrono::milliseconds>(kShortestPull - took);
    }
    if (pause.count() > 0) co_await client_.sleep(pause);
  }
  co_return true;
}

// body lives until the answer has come.
Task<HttpResponse> BucketNotifications::post(std::string_view call, const std::string& body) {
  HttpRequest request;
  request.method = "POST";
  request.url = fmt::format("{}/v1/{}:{}", endpoint_, subscription_, call);
  request.headers = {"Content-Type: application/json"};
  request.body = body;
  co_return co_await caller_.attempt(std::move(request));
}

// How many messages came; empty when there was no answer to rely on. They are acknowledged once
// they are heard: what is lost after that is found by a listing.
Task<std::optional<std::size_t>> BucketNotifications::pull_once() {
  // The first one only asks whether there is an answer.
  const std::string wanted =
      Json{{"maxMessages", kMostMessages}, {"returnImmediately", !listening_.load()}}.dump();
  std::string acknowledgement;
  std::string trouble;
  std::size_t messages = 0;
  try {
    const HttpResponse response = co_await post("pull", wanted);
    if (response.success()) {
      messages = hear(response, acknowledgement);
    } else if (!response.timed_out) {
      trouble = describe(response);
    }
    if (!acknowledgement.empty()) {
      const HttpResponse answer = co_await post("acknowledge", acknowledgement);
      if (!answer.success()) trouble = describe(answer);
    }
  } catch (const Error& error) {
    trouble = error.what();
  }
  if (client_.stopping()) co_return std::nullopt;
  if (trouble.empty()) {
    if (!listening_.exchange(true)) {
      log::info("listening to {}", subscription_);
      failure_said_ = false;
      arrived();  // what came before
    }
    co_return messages;
  }
  failed(trouble);
  co_return std::nullopt;
}

void BucketNotifications::failed(const std::string& why) {
  listening_ = false;
  if (std::exchange(failure_said_, true)) return;
  log::warn(
      "the subscription {} at {} does not answer ({}); the bucket is listed instead until it does: "
      "check GDO_PUBSUB_SUBSCRIPTION, and that gdo has the role Pub/Sub Subscriber on it",
      subscription_, endpoint_, why);
}

std::size_t BucketNotifications::hear(const HttpResponse& response, std::string& acknowledgement) {
  const Json answer = Json::parse(response.body, nullptr, false);
  if (!answer.is_object()) return 0;
  const auto received = answer.find("receivedMessages");
  if (received == answer.end() || !received->is_array()) return 0;
  Json ids = Json::array();
  bool any = false;
  for (const Json& one : *received) {
    if (!one.is_object()) continue;
    ids.push_back(text_at(one, "ackId"));
    const Json message = one.value("message", Json::object());
    const Json attributes =
        message.is_object() ? message.value("attributes", Json::object()) : Json::object();
    if (!attributes.is_object()) continue;
    any = any || concerns(text_at(attributes, "eventType"), text_at(attributes, "bucketId"),
                          text_at(attributes, "objectId"));
  }
  if (any) arrived();
  const std::size_t messages = ids.size();
  if (messages > 0) acknowledgement = Json{{"ackIds", std::move(ids)}}.dump();
  return messages;
}

// What does not say what it is about may be about us: looking costs a listing.
bool BucketNotifications::concerns(std::string_view event, std::string_view bucket,
                                   std::string_view object) const {
  const GcsAddress& lake = caller_.address();
  if (!event.empty() && event != "OBJECT_FINALIZE") return false;
  if (!bucket.empty() && bucket != lake.bucket()) return false;
  return object.empty() || lake.lake_name(object).starts_with(below_);
}

namespace {

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
