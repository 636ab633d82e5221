#include "api/sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/keys.h"

namespace gdo::api {
namespace {

constexpr std::string_view kCookie = "__Host-gdo";
constexpr std::string_view kAttributes = "Path=/; Secure; HttpOnly; SameSite=Strict";

}  // namespace

std::string Sessions::begin(std::string_view key) {
  std::string id = random_secret();
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.ends <= now; });
  if (entries_.size() >= kMost) {
    entries_.erase(std::min_element(
        entries_.begin(), entries_.end(),
        [](const auto& left, const auto& right) { return left.second.ends < right.second.ends; }));
  }
  entries_.insert_or_assign(id, Entry{std::string(key), now + kLife});
  return id;
}

std::optional<std::string> Sessions::key_of(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(std::string(id));
  if (entry == entries_.end() || entry->second.ends <= Clock::now()) return std::nullopt;
  return entry->second.key;
}

void Sessions::end(std::string_view id) {
  const std::lock_guard lock(mutex_);
  entries_.erase(std::string(id));
}

bool is_from_our_page(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty()) return site == "same-origin";
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return true;
  const std::size_t host = origin.find("://");
  return host != std::string_view::npos && origin.substr(host + 3) == request.header("host");
}

std::string_view session_cookie(std::string_view cookies) {
  while (!cookies.empty()) {
    const std::string_view pair = cookies.substr(0, cookies.find(';'));
    cookies.remove_prefix(std::min(cookies.size(), pair.size() + 1));
    const std::string_view trimmed =
        pair.substr(std::min(pair.find_first_not_of(' '), pair.size()));
    if (trimmed.starts_with(kCookie) && trimmed.substr(kCookie.size()).starts_with('=')) {
      return trimmed.substr(kCookie.size() + 1);
    }
  }
  return {};
}

Handlers with_sessions(Handlers handlers, Sessions& sessions) {
  auto admit = std::move(handlers.admit);
  handlers.admit = [admit = std::move(admit), &sessions](Request& request) {
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (request.header("authorization").empty() && (reads || is_from_our_page(request))) {
      const auto key = sessions.key_of(session_cookie(request.header("cookie")));
      if (key) request.headers.emplace_back("authorization", "Bearer " + *key);
    }
    return admit(request);
  };
  return handlers;
}

std::string session_begins(std::string_view id) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Sessions::kLife).count();
  return fmt::format("{}={}; Max-Age={}; {}", kCookie, id, seconds, kAttributes);
}

std::string session_ends() { return fmt::format("{}=; Max-Age=0; {}", kCookie, kAttributes); }

}  // namespace gdo::api
