// What a bucket tells of new objects through Pub/Sub, against a server that speaks both over HTTP.

#include "store/gcs/notifications.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "gcs_server/server.h"

namespace gdo::store {
namespace {

using gcs_server::Fault;
using gcs_server::Server;
using std::chrono::milliseconds;

constexpr const char* kBucket = "lago";
constexpr milliseconds kSoon{10'000};   // on a machine that does much else
constexpr milliseconds kQuietFor{300};  // nothing comes in so long

class BucketNotificationsTest : public testing::Test {
 protected:
  BucketNotificationsTest() {
    server_.add_bucket(kBucket);
    server_.add_bucket("outro");
  }

  std::unique_ptr<BucketNotifications> open(const std::string& subscription = kBucket) {
    StoreOptions options;
    options.emulator_host = server_.host();
    options.pubsub_host = server_.host();
    options.subscription = "projects/p/subscriptions/" + subscription;
    return open_notifications("gs://lago/raiz", "pending/", options);
  }

  // Listening, and what was said at first is taken.
  std::unique_ptr<BucketNotifications> listening() {
    auto opened = open();
    EXPECT_TRUE(comes(*opened, kSoon));
    EXPECT_TRUE(opened->listening());
    return opened;
  }

  static bool comes(BucketNotifications& notifications, milliseconds longest) {
    pollfd source{notifications.descriptor(), POLLIN, 0};
    ::poll(&source, 1, static_cast<int>(longest.count()));
    return notifications.take_arrived();
  }

  static bool comes_true(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + kSoon;
    while (std::chrono::steady_clock::now() < end) {
      if (condition()) return true;
      std::this_thread::sleep_for(milliseconds(5));
    }
    return false;
  }

  Server server_{{}};
};

TEST_F(BucketNotificationsTest, TellOfEachObjectBelowTheFolderAndAcknowledgeIt) {
  const auto told = listening();
  for (int number = 0; number < 5; ++number) {
    server_.put(kBucket, "raiz/pending/caixas/" + std::to_string(number) + ".json", "[]");
    EXPECT_TRUE(comes(*told, kSoon)) << number;
  }
  EXPECT_TRUE(comes_true([&] { return server_.unacknowledged() == 0; }));
  EXPECT_FALSE(comes(*told, kQuietFor));
}

TEST_F(BucketNotificationsTest, SayNothingOfOtherFoldersAndBucketsButAcknowledgeThem) {
  const auto told = listening();
  server_.put(kBucket, "raiz/done/caixas/1.json", "[]");
  server_.put(kBucket, "pending/caixas/1.json", "[]");  // of another lake in the bucket
  EXPECT_TRUE(comes_true([&] { return server_.unacknowledged() == 0; }));
  EXPECT_FALSE(comes(*told, kQuietFor));
}

TEST_F(BucketNotificationsTest, BeginWithALookAtWhatCameBefore) {
  const auto told = open();
  EXPECT_TRUE(comes(*told, kSoon));
}

TEST_F(BucketNotificationsTest, DoNotListenWhileTheSubscriptionRefusesAndSayWhenItAnswersAgain) {
  std::atomic<bool> refuses = true;
  server_.on_request(
      [&](const gcs_server::SeenRequest&) { return refuses ? Fault::unavailable : Fault::none; });
  const auto told = open();
  EXPECT_FALSE(comes(*told, kQuietFor));
  EXPECT_FALSE(told->listening());
  refuses = false;
  EXPECT_TRUE(comes(*told, kSoon));
  EXPECT_TRUE(told->listening());
}

TEST_F(BucketNotificationsTest, AreHeardInSpiteOfBrokenAnswers) {
  std::size_t number = 0;
  server_.on_request([&](const gcs_server::SeenRequest&) {
    constexpr Fault kFaults[] = {Fault::none,    Fault::reset, Fault::cut_body,
                                 Fault::chunked, Fault::drip,  Fault::too_many};
    return kFaults[number++ % std::size(kFaults)];
  });
  const auto told = open();
  EXPECT_TRUE(comes(*told, kSoon));
  server_.put(kBucket, "raiz/pending/caixas/1.json", "[]");
  // What the cut answer carried is lost; that it was cut is not: the next answer counts as news.
  EXPECT_TRUE(comes(*told, kSoon));
}

TEST_F(BucketNotificationsTest, EndAtOnceWhileAPullWaits) {
  auto told = listening();
  const auto begun = std::chrono::steady_clock::now();
  told.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

TEST_F(BucketNotificationsTest, AreNoneForAFolderOrWithoutASubscription) {
  StoreOptions options;
  EXPECT_EQ(open_notifications("gs://lago", "pending/", options), nullptr);
  options.subscription = "projects/p/subscriptions/s";
  EXPECT_EQ(open_notifications("file:///lago", "pending/", options), nullptr);
}

}  // namespace
}  // namespace gdo::store
