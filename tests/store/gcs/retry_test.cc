#include <gtest/gtest.h>

#include <ctime>
#include <string>

#include "store/gcs/caller.h"

namespace gdo::store {
namespace {

using std::chrono::milliseconds;

HttpResponse answer(int status, std::string retry_after = {}) {
  HttpResponse response;
  response.status = status;
  if (!retry_after.empty()) response.headers.emplace_back("retry-after", std::move(retry_after));
  return response;
}

TEST(GcsRetry, OnlyWhatMayPassIsRepeated) {
  for (const int status : {408, 429, 500, 502, 503, 504})
    EXPECT_TRUE(worth_retrying(answer(status))) << status;
  for (const int status : {200, 204, 308, 400, 401, 403, 404, 405, 409, 410, 412, 416, 501})
    EXPECT_FALSE(worth_retrying(answer(status))) << status;
  HttpResponse broken;
  broken.problem = "reset";
  broken.worth_retrying = true;
  EXPECT_TRUE(worth_retrying(broken));
  HttpResponse limited = answer(403);
  limited.body = R"({"error":{"errors":[{"reason":"rateLimitExceeded"}]}})";
  EXPECT_TRUE(worth_retrying(limited));
}

TEST(GcsRetry, WaitsDoubleUpToTenSecondsAndVary) {
  for (int attempt = 1; attempt < 40; ++attempt) {
    const milliseconds most{std::min<std::int64_t>(10'000, 100 * (1 << std::min(attempt - 1, 10)))};
    for (int round = 0; round < 20; ++round) {
      const milliseconds delay = retry_delay(attempt, milliseconds(100), answer(503));
      EXPECT_GE(delay.count(), 0);
      EXPECT_LE(delay, most) << attempt;
    }
  }
  milliseconds least(10'000);
  milliseconds longest(0);
  for (int round = 0; round < 200; ++round) {
    const milliseconds delay = retry_delay(10, milliseconds(100), answer(503));
    least = std::min(least, delay);
    longest = std::max(longest, delay);
  }
  EXPECT_LT(least, milliseconds(3000));
  EXPECT_GT(longest, milliseconds(7000));
}

TEST(GcsRetry, RetryAfterIsHonouredUpToAMinute) {
  const milliseconds three = retry_delay(1, milliseconds(100), answer(429, "3"));
  EXPECT_GE(three, milliseconds(3000));
  EXPECT_LE(three, milliseconds(3300));
  const milliseconds long_time = retry_delay(1, milliseconds(100), answer(503, "86400"));
  EXPECT_GE(long_time, milliseconds(60'000));
  EXPECT_LE(long_time, milliseconds(66'000));
  for (const char* nonsense :
       {"-5", "soon", "99999999999999999999", "Wed, 01 Jan 2020 00:00:00 GMT"})
    EXPECT_LE(retry_delay(1, milliseconds(100), answer(503, nonsense)), milliseconds(100))
        << nonsense;
}

TEST(GcsRetry, RetryAfterMayBeADate) {
  const std::time_t when = std::time(nullptr) + 30;
  char text[64];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&when));
  const milliseconds delay = retry_delay(1, milliseconds(100), answer(503, text));
  EXPECT_GT(delay, milliseconds(20'000));
  EXPECT_LE(delay, milliseconds(33'000));
}

TEST(GcsRetry, ARedirectIsToldWithoutWhatMayBeSecret) {
  HttpResponse moved = answer(307);
  moved.headers.emplace_back("location", "https://other/storage/v1/b?token=secret");
  EXPECT_EQ(describe(moved), "HTTP 307: it points to https://other/storage/v1/b");
  EXPECT_EQ(describe(answer(501)), "HTTP 501");
}

}  // namespace
}  // namespace gdo::store
