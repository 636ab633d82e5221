#include "api/rate_limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gdo::api {

RateLimit::Verdict RateLimit::take(const std::string& key, Clock::time_point now) {
  if (!limited()) return {};
  const double most = per_second_;
  const std::lock_guard lock(mutex_);
  const auto [entry, fresh] = buckets_.try_emplace(key, Bucket{most, now});
  Bucket& bucket = entry->second;
  const double passed = std::chrono::duration<double>(now - bucket.filled).count();
  bucket.tokens = std::min(most, bucket.tokens + std::max(0.0, passed) * most);
  bucket.filled = now;
  Verdict verdict;
  verdict.allowed = bucket.tokens >= 1;
  if (verdict.allowed) bucket.tokens -= 1;
  verdict.remaining = static_cast<int>(bucket.tokens);
  const double wanted = verdict.allowed ? most : 1;
  verdict.reset_s = static_cast<int>(std::ceil((wanted - bucket.tokens) / most));
  return verdict;
}

Pairs RateLimit::fields(const Verdict& verdict) const {
  return {{"RateLimit-Policy", fmt::format("\"chave\";q={};w=1", per_second_)},
          {"RateLimit", fmt::format("\"chave\";r={};t={}", verdict.remaining, verdict.reset_s)}};
}

}  // namespace gdo::api
