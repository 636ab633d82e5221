#include "gcs_server/notifications.h"

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "gcs_server/api.h"

namespace gdo::gcs_server {
namespace {

using nlohmann::json;

// The bucket whose notifications a call is about, when it is that call.
std::optional<std::string> subscription_of(const Request& request, std::string_view call) {
  const auto& path = request.path;
  if (path.size() != 5 || path[0] != "v1" || path[1] != "projects" || path[3] != "subscriptions" ||
      !path[4].ends_with(call)) {
    return std::nullopt;
  }
  return path[4].substr(0, path[4].size() - call.size());
}

}  // namespace

void Notifications::note(const std::string& bucket, const Object& object) {
  const std::lock_guard lock(mutex_);
  messages_[next_++] = {.bucket = bucket, .object = object.name, .generation = object.generation};
}

bool Notifications::must_wait(const Request& request) const {
  const auto bucket = subscription_of(request, ":pull");
  if (!bucket || json::parse(request.body).value("returnImmediately", false)) return false;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, message] : messages_) {
    if (message.bucket == *bucket && !message.out) return false;
  }
  return true;
}

std::optional<Reply> Notifications::handle(const Request& request, const Objects& objects) {
  const std::lock_guard lock(mutex_);
  if (const auto asked = subscription_of(request, ":testIamPermissions")) {
    json granted = json::object();
    if (subscription_.pullable && objects.has_bucket(*asked))
      granted["permissions"] = json::parse(request.body)["permissions"];
    return json_reply(granted.dump());
  }
  const auto name = request.method == "GET" ? subscription_of(request, "") : std::nullopt;
  if (name) {
    if (!subscription_.readable) return refusal(403, "PERMISSION_DENIED");
    if (!objects.has_bucket(*name)) return refusal(404, "NOT_FOUND");
    json settings = {{"name", "projects/p/subscriptions/" + *name}, {"topic", subscription_.topic}};
    if (!subscription_.push_endpoint.empty())
      settings["pushConfig"] = {{"pushEndpoint", subscription_.push_endpoint}};
    return json_reply(settings.dump());
  }
  if (subscription_of(request, ":acknowledge")) {
    const json acknowledged = json::parse(request.body);
    for (const json& id : acknowledged.at("ackIds"))
      messages_.erase(std::strtoll(id.get<std::string>().c_str(), nullptr, 10));
    return json_reply("{}");
  }
  const auto bucket = subscription_of(request, ":pull");
  if (!bucket) return std::nullopt;
  const auto most = json::parse(request.body).at("maxMessages").get<std::size_t>();
  json answer = json::object();
  for (auto& [id, message] : messages_) {
    if (message.bucket != *bucket || message.out) continue;
    message.out = true;
    const json attributes = {{"eventType", "OBJECT_FINALIZE"},
                             {"payloadFormat", "JSON_API_V1"},
                             {"bucketId", message.bucket},
                             {"objectId", message.object},
                             {"objectGeneration", std::to_string(message.generation)}};
    answer["receivedMessages"].push_back(
        {{"ackId", std::to_string(id)},
         {"message", {{"messageId", std::to_string(id)}, {"attributes", attributes}}}});
    if (answer["receivedMessages"].size() == most) break;
  }
  return json_reply(answer.dump());
}

void Notifications::become(Subscription subscription) {
  const std::lock_guard lock(mutex_);
  subscription_ = std::move(subscription);
}

std::size_t Notifications::unacknowledged() const {
  const std::lock_guard lock(mutex_);
  return messages_.size();
}

}  // namespace gdo::gcs_server
