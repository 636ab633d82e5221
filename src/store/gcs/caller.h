#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "store/gcs/address.h"
#include "store/gcs/credentials.h"
#include "store/http/client.h"
#include "store/task.h"

namespace gdo::store {

struct GcsCallOptions {
  int attempts = 10;
  std::chrono::milliseconds back_off{100};
  // Of all attempts of one request: then one more that times out is the last.
  std::chrono::seconds longest_silence{150};
};

// Makes calls that carry our credentials and are repeated where that may help. All of it runs on
// the HTTP client's thread.
class GcsCaller {
 public:
  GcsCaller(HttpClient& client, GcsCredentials credentials, GcsAddress address,
            GcsCallOptions options);

  const GcsAddress& address() const { return address_; }
  HttpClient& client() { return client_; }
  const GcsCallOptions& options() const { return options_; }

  // Whether a successful answer is what was asked for; one that is not counts as broken.
  using Accept = std::function<bool(const HttpResponse&)>;

  // The first answer that another attempt would not change, or the last one. Throws
  // Error(lake_unreachable) when nothing is answered any more, or our credentials are refused.
  Task<HttpResponse> call(HttpRequest request, Accept accept = {});

  // A call that the server may not know: few attempts, and that none is answered says nothing of
  // the lake. Servers exist that drop the connection over it, or say 500.
  Task<HttpResponse> try_call(HttpRequest request, Accept accept = {});

  // One attempt, with credentials. A refused token is replaced for the next attempt.
  Task<HttpResponse> attempt(HttpRequest request);

  // Waits before the attempt after `attempt`; false when there is none any more. Throws as call().
  Task<bool> back_off(int attempt, const HttpResponse& response,
                      std::chrono::steady_clock::time_point first_attempt);

  // Throws what a refused call means for the whole lake: 401, 403.
  [[noreturn]] void refuse(const HttpResponse& response) const;

 private:
  using Clock = std::chrono::steady_clock;

  Task<HttpResponse> checked_attempt(const HttpRequest& request, const Accept& accept);
  Task<std::string> bearer();
  Task<std::string> fetch_token();
  std::string accept_token(const HttpResponse& response);
  [[noreturn]] void refuse_token(const HttpResponse& response) const;
  [[noreturn]] void unreachable(const HttpResponse& response) const;

  HttpClient& client_;
  const GcsCredentials credentials_;
  const GcsAddress address_;
  const GcsCallOptions options_;

  std::string token_;
  Clock::time_point token_until_{};
  bool fetching_ = false;
  std::exception_ptr token_failure_;
  Clock::time_point token_failed_{};
  bool ever_answered_ = false;
  Clock::time_point last_answer_{};
};

// "503 Service Unavailable: …" or what broke, for messages.
std::string describe(const HttpResponse& response);

// Whether the same request may succeed another time: a broken connection, 408, 429, most 5xx, or
// 403 with a rate limit as its reason.
bool worth_retrying(const HttpResponse& response);

// Whether it says that there is too much to do now: a sign of a server that knows the call.
bool overloaded(const HttpResponse& response);

// How long to wait before attempt `attempt` + 1 (attempts count from 1): a random time up to
// `base`, doubled with each attempt, 10 s at most ("full jitter"); not less than what Retry-After
// asks, which is honoured up to 60 s.
std::chrono::milliseconds retry_delay(int attempt, std::chrono::milliseconds base,
                                      const HttpResponse& response);

}  // namespace gdo::store
