// What a subscription is, without a message taken from it, against a server that speaks over HTTP.

#include <gtest/gtest.h>

#include "gcs_server/server.h"
#include "store/gcs/notifications.h"

namespace gdo::store {
namespace {

using gcs_server::Fault;
using gcs_server::SeenRequest;
using gcs_server::Server;
using gcs_server::Subscription;
using Answer = SubscriptionState::Answer;

class SubscriptionStateTest : public testing::Test {
 protected:
  SubscriptionStateTest() { server_.add_bucket("lago"); }

  SubscriptionState state(const std::string& subscription = "lago") const {
    StoreOptions options;
    options.emulator_host = server_.host();
    options.pubsub_host = server_.host();
    options.subscription = "projects/p/subscriptions/" + subscription;
    return subscription_state("gs://lago/raiz", options).value();
  }
  Answer answer_of(Subscription subscription) {
    server_.set_subscription(std::move(subscription));
    return state().answer;
  }

  Server server_{{}};
};

TEST_F(SubscriptionStateTest, IsToldByRightsAndSettings) {
  EXPECT_EQ(answer_of({}), Answer::may_pull);
  EXPECT_EQ(answer_of({.readable = false}), Answer::may_pull);
  EXPECT_EQ(answer_of({.pullable = false}), Answer::may_not_pull);
  EXPECT_EQ(answer_of({.readable = false, .pullable = false}), Answer::may_not_pull);
  EXPECT_EQ(answer_of({.push_endpoint = "https://outro.example.com/"}), Answer::pushes);
  EXPECT_EQ(answer_of({.topic = "_deleted-topic_"}), Answer::no_topic);
  EXPECT_EQ(state("outro").answer, Answer::missing);
}

TEST_F(SubscriptionStateTest, TakesNoMessage) {
  server_.put("lago", "raiz/pending/caixas/1.json", "[]");
  EXPECT_EQ(state().answer, Answer::may_pull);
  EXPECT_EQ(server_.unacknowledged(), 1U);
  int pulls = 0;
  server_.on_request([&](const SeenRequest& request) {
    pulls += request.target.ends_with(":pull") ? 1 : 0;
    return Fault::none;
  });
  EXPECT_EQ(state().answer, Answer::may_pull);
  EXPECT_EQ(pulls, 0);
}

TEST_F(SubscriptionStateTest, OfAServerThatDoesNotAnswerSaysWhatItSaidInstead) {
  server_.on_request([](const SeenRequest& request) {
    return request.target.ends_with(":testIamPermissions") ? Fault::unavailable : Fault::none;
  });
  const SubscriptionState unavailable = state();
  EXPECT_EQ(unavailable.answer, Answer::not_asked);
  EXPECT_NE(unavailable.problem.find("503"), std::string::npos) << unavailable.problem;
  server_.on_request([](const SeenRequest&) { return Fault::reset; });
  EXPECT_EQ(state().answer, Answer::not_asked);
  EXPECT_NE(state().problem, "");
}

TEST_F(SubscriptionStateTest, IsOfBucketsThatNameOneAlone) {
  StoreOptions options;
  EXPECT_FALSE(subscription_state("gs://lago/raiz", options));
  options.subscription = "projects/p/subscriptions/lago";
  EXPECT_FALSE(subscription_state("file:///tmp/lago", options));
}

}  // namespace
}  // namespace gdo::store
