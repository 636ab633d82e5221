#include "api/rate_limit.h"

#include <gmock/gmock.h>

#include "api/served_world.h"

namespace gdo::api::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(RateLimitTest, ASecondsWorthIsSavedUpAndComesBackEvenly) {
  RateLimit limit(4);
  const auto start = RateLimit::Clock::now();
  for (int left = 3; left >= 0; --left) EXPECT_EQ(limit.take("a", start).remaining, left);
  const RateLimit::Verdict refused = limit.take("a", start);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.reset_s, 1);
  EXPECT_FALSE(limit.take("a", start + milliseconds(200)).allowed);
  EXPECT_TRUE(limit.take("a", start + milliseconds(260)).allowed);
  EXPECT_FALSE(limit.take("a", start + milliseconds(260)).allowed);
  EXPECT_EQ(limit.take("a", start + milliseconds(60'000)).remaining, 3);
}

TEST(RateLimitTest, OneKeyDoesNotSpendAnothers) {
  RateLimit limit(1);
  const auto start = RateLimit::Clock::now();
  EXPECT_TRUE(limit.take("a", start).allowed);
  EXPECT_FALSE(limit.take("a", start).allowed);
  EXPECT_TRUE(limit.take("b", start).allowed);
}

TEST(RateLimitTest, WithoutALimitEverythingIsAllowed) {
  RateLimit limit(0);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(limit.take("a").allowed);
}

TEST(RateLimitTest, WhoAsksTooOftenIsToldWhenToComeBack) {
  ServedWorld& world = ServedWorld::shared();
  ServingOptions options = world.options();
  options.rate_limit = 3;
  const Serving serving(world.catalog(), options);
  const std::string key = world.key("a1b2c3", Role::tenant);
  const Answer first = serving.get("/api/v1/caixas?limite=1", key);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.header("ratelimit-policy"), "\"chave\";q=3;w=1");
  EXPECT_THAT(first.header("ratelimit"), HasSubstr("r=2;"));
  Answer last;
  for (int i = 0; i < 8 && last.status != 429; ++i) {
    last = serving.get("/api/v1/caixas?dt_producaoo=1", key);
    EXPECT_THAT(last.header("ratelimit"), HasSubstr("\"chave\";r=")) << "of problems, too";
  }
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(last.code(), "muitas_requisicoes");
  EXPECT_EQ(last.header("retry-after"), "1");
  EXPECT_EQ(serving.get("/api/v1/caixas?limite=1", world.key("a1b2c3", Role::tenant)).status, 200)
      << "another key has its own";
}

}  // namespace
}  // namespace gdo::api::test
