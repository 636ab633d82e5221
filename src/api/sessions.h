#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/http/handlers.h"
#include "api/http/request.h"

namespace gdo::api {

// People who signed in with a key: a random id, which their browser keeps in a cookie, stands for
// the key. In memory only: a restart signs everybody out. The key is verified with each request, so
// that a revoked one ends its sessions. Thread-safe.
class Sessions {
 public:
  static constexpr std::chrono::hours kLife{12};
  static constexpr std::size_t kMost = 10'000;  // then the one that ends first goes

  // The id of a new session.
  std::string begin(std::string_view key);
  // The key of a session that has not ended.
  std::optional<std::string> key_of(std::string_view id);
  void end(std::string_view id);

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    std::string key;
    Clock::time_point ends;
  };

  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

// Whether a request that changes something comes from a page of this server, or from no browser.
// Browsers name the origin with every such request.
bool is_from_our_page(const Request& request);

// The session's id among a request's cookies; empty = none.
std::string_view session_cookie(std::string_view cookies);
// The same handlers for requests that bring a session's cookie in place of a key. A cookie comes
// along with whatever page asks, so what changes something must be asked by ours. sessions must
// outlive them.
Handlers with_sessions(Handlers handlers, Sessions& sessions);

// Set-Cookie of a session, and of its end. The name's prefix binds it to this host and to TLS;
// browsers take localhost for as good.
std::string session_begins(std::string_view id);
std::string session_ends();

}  // namespace gdo::api
