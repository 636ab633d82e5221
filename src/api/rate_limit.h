#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

#include "api/http/request.h"

namespace gdo::api {

// How many requests a second each key may send, over one second's worth saved up. Of this process
// alone. Thread-safe.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  // per_second 0 = no limit.
  explicit RateLimit(int per_second) : per_second_(per_second) {}

  struct Verdict {
    bool allowed = true;
    int remaining = 0;  // requests that would be allowed now
    int reset_s = 0;    // until one is allowed again, or all are; rounded up
  };
  // One request of that key. Only keys that were verified may be asked about: each is remembered.
  Verdict take(const std::string& key, Clock::time_point now = Clock::now());

  bool limited() const { return per_second_ > 0; }
  // The fields RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers).
  Pairs fields(const Verdict& verdict) const;

 private:
  struct Bucket {
    double tokens = 0;
    Clock::time_point filled{};
  };

  const int per_second_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace gdo::api
