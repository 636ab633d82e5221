// gdo run --watch on a bucket: told by its notifications, or by listings where nobody tells.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <random>
#include <thread>

#include "e2e/raw_site.h"
#include "gcs_server/server.h"

namespace gdo::test {
namespace {

using gcs_server::Server;

constexpr std::chrono::seconds kSoon{20};  // on a machine that does much else

class WatchedBucket : public testing::Test {
 protected:
  WatchedBucket() {
    server_.add_bucket("lago");
    site_.environment["GDO_LAKE"] = "gs://lago/raiz";
    site_.environment["STORAGE_EMULATOR_HOST"] = server_.host();
    site_.environment["PUBSUB_EMULATOR_HOST"] = server_.host();
  }

  void put(int number) {
    server_.put("lago", "raiz/pending/animais/cliente=c1c1c1/" + std::to_string(number) + ".json",
                R"({"id_animal":"A)" + std::to_string(number) +
                    R"(","id_propriedade":"F1","data_nascimento":"2024-05-01"})" + "\n");
  }

  bool comes_true(const std::string& condition) const {
    const auto end = std::chrono::steady_clock::now() + kSoon;
    while (std::chrono::steady_clock::now() < end) {
      if (site_.ask("SELECT " + condition) == "t") return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }
  bool is_in_gold(int number) const {
    return comes_true("to_regclass('service_animais') IS NOT NULL") &&
           comes_true("EXISTS (SELECT FROM service_animais WHERE id_animal = 'A" +
                      std::to_string(number) + "')");
  }

  Server server_{{}};
  RawSite site_;
};

TEST_F(WatchedBucket, IsLoadedAsItsNotificationsComeLongBeforeAnyListing) {
  site_.environment["GDO_PUBSUB_SUBSCRIPTION"] = "projects/p/subscriptions/lago";
  Program watch({"run", "--watch", "--interval", "3600"}, site_.environment);
  for (int number = 1; number <= 3; ++number) {
    put(number);
    EXPECT_TRUE(is_in_gold(number)) << watch.said();
  }
  for (int number = 4; number <= 40; ++number) put(number);
  EXPECT_TRUE(comes_true("(SELECT count(*) FROM service_animais) = 40")) << watch.said();
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().exit_code, 0);
  EXPECT_EQ(server_.unacknowledged(), 0U);
}

TEST_F(WatchedBucket, HasADoctorForItsSubscription) {
  site_.environment["GDO_PUBSUB_SUBSCRIPTION"] = "projects/p/subscriptions/lago";
  put(1);
  const auto told = [&] {
    const Ended doctor = run_gdo({"doctor"}, site_.environment);
    EXPECT_EQ(doctor.exit_code, 0) << doctor.out;
    return doctor.out;
  };
  EXPECT_THAT(told(),
              testing::HasSubstr("hears of new files through projects/p/subscriptions/lago"));
  server_.set_subscription({.readable = false, .pullable = false});
  EXPECT_THAT(told(), testing::HasSubstr("roles/pubsub.subscriber"));
  server_.set_subscription({});
  site_.environment["GDO_PUBSUB_SUBSCRIPTION"] = "projects/p/subscriptions/outro";
  EXPECT_THAT(told(), testing::HasSubstr("subscriptions/outro does not exist"));
  // And what the doctor wrote itself to see whether it may.
  EXPECT_GT(server_.unacknowledged(), 1U);
}

TEST_F(WatchedBucket, IsListedWhileItsSubscriptionDoesNotAnswer) {
  site_.environment["GDO_PUBSUB_SUBSCRIPTION"] = "projects/p/subscriptions/lago";
  server_.on_request([](const gcs_server::SeenRequest& request) {
    return request.target.ends_with(":pull") ? gcs_server::Fault::unavailable
                                             : gcs_server::Fault::none;
  });
  Program watch({"run", "--watch"}, site_.environment);
  put(1);
  EXPECT_TRUE(is_in_gold(1)) << watch.said();
  put(2);
  EXPECT_TRUE(is_in_gold(2)) << watch.said();
  watch.signal(SIGTERM);
  EXPECT_THAT(watch.wait().err, testing::HasSubstr("the bucket is listed instead"));
}

TEST_F(WatchedBucket, WithoutASubscriptionIsListedLessOftenTheLongerNothingComes) {
  std::atomic<int> listings = 0;
  server_.on_request([&](const gcs_server::SeenRequest& request) {
    if (request.target.find("/o?") != std::string::npos) ++listings;
    return gcs_server::Fault::none;
  });
  Program watch({"run", "--watch"}, site_.environment);
  put(1);
  EXPECT_TRUE(is_in_gold(1)) << watch.said();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const int before = listings;
  std::this_thread::sleep_for(std::chrono::seconds(4));
  EXPECT_GE(listings - before, 1);
  EXPECT_LE(listings - before, 6);  // after 1 and 2 s; each may list more than once
  put(2);
  EXPECT_TRUE(is_in_gold(2)) << watch.said();
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().exit_code, 0);
}

TEST_F(WatchedBucket, IsNotWatchedWithASubscriptionThatIsNone) {
  site_.environment["GDO_PUBSUB_SUBSCRIPTION"] = "lago";
  Program watch({"run", "--watch"}, site_.environment);
  const Ended ended = watch.wait();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, testing::HasSubstr("projects/PROJECT/subscriptions/NAME"));
}

}  // namespace
}  // namespace gdo::test
