#include "api/routes/etag.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/base64.h"
#include "base/version.h"
#include "embedded/api_sql.h"

namespace gdo::api {

std::string gold_state(const std::string& tenant, pg::Connection& connection) {
  return std::string(connection.query(api_sql::gold_version, {tenant}).text(0, 0));
}

std::string entity_tag(const Call& call, pg::Connection& connection) {
  const std::string all =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", gdo::kVersion,
                  gold_state(call.tenant, connection), call.tenant, to_text(call.caller->role),
                  fmt::join(call.caller->cnpjs, ","), call.request.target,
                  call.request.header("accept"), call.request.header("prefer"), call.in_clear);
  return fmt::format("W/\"{}\"", base64url(hmac_sha256("etag", all).substr(0, 18)));
}

std::optional<Response> not_modified(const Call& call, const std::string& tag) {
  const std::string_view known = call.request.header("if-none-match");
  // Tags hold no comma nor quote of their own: each stands between quotes.
  const std::string_view opaque = std::string_view(tag).substr(2);
  if (known != "*" && known.find(opaque) == std::string_view::npos) return std::nullopt;
  Response response;
  response.status = 304;
  set_tag(response, tag);
  return response;
}

void set_tag(Response& response, const std::string& tag) {
  response.set("ETag", tag);
  response.set("Cache-Control", "private, no-cache");
}

}  // namespace gdo::api
