#include "api/routes/route.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/encodings.h"
#include "base/version.h"
#include "embedded/api_sql.h"

namespace gdo::api {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t slash = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  return segments;
}

bool is_variable(const std::string& segment) { return segment.starts_with('{'); }

// How many segments are plain words when they match; nothing when they do not.
std::optional<int> match(const std::vector<std::string>& pattern,
                         const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  int words = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_variable(pattern[i])) {
      if (segments[i].empty()) return std::nullopt;
    } else if (pattern[i] == segments[i]) {
      ++words;
    } else {
      return std::nullopt;
    }
  }
  return words;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) segments_.push_back(split(route.path));
}

Found Router::find(const std::string& method, const std::vector<std::string>& segments) const {
  Found found;
  int best = -1;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const auto words = match(segments_[i], segments);
    if (!words) continue;
    found.methods.push_back(routes_[i].method);
    const bool same =
        routes_[i].method == method || (method == "HEAD" && routes_[i].method == "GET");
    if (!same || *words <= best) continue;
    best = *words;
    found.route = &routes_[i];
    found.args.clear();
    for (std::size_t j = 0; j < segments.size(); ++j) {
      if (is_variable(segments_[i][j])) found.args.push_back(segments[j]);
    }
  }
  return found;
}

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
