#include "store/gcs/retry.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <random>
#include <string>

#include "store/gcs/json.h"

namespace gdo::store {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestBackOff{10'000};
constexpr milliseconds kLongestRetryAfter{60'000};

milliseconds random_up_to(milliseconds most) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return milliseconds(std::uniform_int_distribution<std::int64_t>(0, most.count())(random));
}

// Seconds, or an HTTP date.
milliseconds asked_for(const HttpResponse& response) {
  const std::string_view text = response.header("retry-after");
  if (text.empty()) return {};
  std::int64_t seconds = 0;
  const auto end = text.data() + text.size();
  if (std::from_chars(text.data(), end, seconds).ptr != end) {
    const std::time_t date = curl_getdate(std::string(text).c_str(), nullptr);
    if (date < 0) return {};
    seconds = date - std::time(nullptr);
  }
  return milliseconds(1000 * std::clamp<std::int64_t>(seconds, 0, kLongestRetryAfter.count()));
}

}  // namespace

bool worth_retrying(const HttpResponse& response) {
  if (!response.whole()) return response.worth_retrying;
  return response.status == 500 || overloaded(response);
}

bool overloaded(const HttpResponse& response) {
  if (!response.whole()) return false;
  switch (response.status) {
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
      return true;
    case 403: {
      const GcsRefusal refusal = parse_gcs_refusal(response.body);
      return refusal.reason == "rateLimitExceeded" || refusal.reason == "userRateLimitExceeded";
    }
    default:
      return false;
  }
}

milliseconds retry_delay(int attempt, milliseconds base, const HttpResponse& response) {
  const milliseconds ceiling =
      std::min(kLongestBackOff, base * (1 << std::clamp(attempt - 1, 0, 16)));
  const milliseconds asked = std::min(kLongestRetryAfter, asked_for(response));
  // Not all at the same moment, also when a server tells everybody the same.
  return std::max(random_up_to(ceiling), asked + random_up_to(asked / 10));
}

}  // namespace gdo::store
