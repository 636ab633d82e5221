#include <fmt/format.h>

#include <charconv>

#include "gcs_server/api.h"

namespace gdo::gcs_server {
namespace {

constexpr std::string_view kToken = "test-token-";

}  // namespace

// POST /token with a form, and GET of the metadata server's token.
Reply Api::token(const Request& request) {
  const std::lock_guard lock(mutex_);
  const bool metadata = request.path[0] == "computeMetadata";
  if (metadata && request.header("metadata-flavor") != "Google") return refusal(403, "forbidden");
  if (!metadata && request.method != "POST") return refusal(405, "methodNotAllowed");
  token_requests_.push_back(metadata ? "metadata" : request.body);
  if (request.body.find("refresh_token=revoked") != std::string::npos) {
    Reply reply =
        json_reply(R"({"error":"invalid_grant","error_description":"Token was revoked"})");
    reply.status = 400;
    return reply;
  }
  return json_reply(
      fmt::format(R"({{"access_token":"{}{}","expires_in":3600,"token_type":"Bearer"}})", kToken,
                  next_token_++));
}

bool Api::authorised(const Request& request) const {
  if (!options_.require_token) return true;
  const std::lock_guard lock(mutex_);
  const std::string given = request.header("authorization");
  const std::string wanted = fmt::format("Bearer {}", kToken);
  if (!given.starts_with(wanted)) return false;
  int number = 0;
  std::from_chars(given.data() + wanted.size(), given.data() + given.size(), number);
  return number >= first_valid_token_ && number < next_token_;
}

std::vector<std::string> Api::token_requests() const {
  const std::lock_guard lock(mutex_);
  return token_requests_;
}

void Api::expire_tokens() {
  const std::lock_guard lock(mutex_);
  first_valid_token_ = next_token_;
}

}  // namespace gdo::gcs_server
