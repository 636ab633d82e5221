// gdo run --watch: files that arrive, connections that end, and its own end.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <memory>
#include <thread>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

constexpr const char* kFolder = "registro_venda/cliente=c1c1c1/";

bool arrives(const RawSite& site, const std::string& name, const std::string& bytes) {
  for (int tries = 0; tries < 600; ++tries) {
    if (site.get("done/" + (kFolder + name)) == bytes) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

TEST(Watch, LoadsWhatArrivesAndOutlivesItsConnections) {
  const RawSite site;
  Program watch({"run", "--watch", "--interval", "1"}, site.environment);
  for (const std::string number : {"1", "2", "3"}) {
    const std::string bytes = R"({"nr_pedido":")" + number + R"("})";
    site.put("pending/" + (kFolder + number) + ".json", bytes);
    EXPECT_TRUE(arrives(site, number + ".json", bytes)) << watch.said();
    site.connect().query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }
  EXPECT_FALSE(watch.ends_within(std::chrono::milliseconds(100))) << watch.said();
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().exit_code, 0);
}

TEST(Watch, EndsWithZeroWhenAskedTo) {
  const RawSite site;
  Program watch({"run", "--watch", "--interval", "60", "--quiet"}, site.environment);
  site.put("pending/" + std::string(kFolder) + "1.json", "[]");
  watch.ends_within(std::chrono::milliseconds(1000));
  watch.signal(SIGTERM);
  const Ended ended = watch.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
}

// Far longer than a test: what arrives sooner was not found by a listing.
const std::vector<std::string> kWatch = {"run", "--watch", "--interval", "600"};
constexpr std::chrono::seconds kSoon{20};  // on a machine that does much else

std::string animal(int number) {
  return R"({"id_animal":"A)" + std::to_string(number) +
         R"(","id_propriedade":"F1","data_nascimento":"2024-05-01"})" + "\n";
}

bool comes_true(const RawSite& site, const std::string& condition) {
  const auto end = std::chrono::steady_clock::now() + kSoon;
  while (std::chrono::steady_clock::now() < end) {
    if (site.ask("SELECT " + condition) == "t") return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

bool is_in_gold(const RawSite& site, int number) {
  return comes_true(site, "EXISTS (SELECT FROM service_animais WHERE id_animal = 'A" +
                              std::to_string(number) + "')");
}

// A site whose tables are there, and a folder of a tenant in its lake.
class WatchedSite {
 public:
  WatchedSite() {
    std::filesystem::create_directories(folder());
    site.environment["GDO_SETTLE_S"] = "600";  // what is not seen to be whole is never taken
    EXPECT_EQ(run_gdo({"migrate"}, site.environment).exit_code, 0);
  }
  std::filesystem::path folder() const { return site.lake() / "pending/animais/cliente=c1c1c1"; }
  // One of those who watch has come to rest: it listens for what others commit.
  bool listens(int watches = 1) const {
    return comes_true(site, "count(*) >= " + std::to_string(watches) +
                                " FROM pg_stat_activity WHERE query = 'LISTEN gdo_trabalho' "
                                "AND datname = current_database()");
  }

  RawSite site;
};

TEST(Watch, WhatIsDroppedIsInGoldWithoutAListing) {
  const WatchedSite here;
  Program watch(kWatch, here.site.environment);
  ASSERT_TRUE(here.listens()) << watch.said();
  for (int number = 1; number <= 8; ++number) {
    std::ofstream(here.folder() / (std::to_string(number) + ".json")) << animal(number);
    EXPECT_TRUE(is_in_gold(here.site, number)) << watch.said();
  }
}

TEST(Watch, WhatIsMovedIntoPlaceIsTakenAtOnce) {
  const WatchedSite here;
  Program watch(kWatch, here.site.environment);
  ASSERT_TRUE(here.listens()) << watch.said();
  std::ofstream(here.folder() / "a.json.tmp") << animal(1);
  std::filesystem::rename(here.folder() / "a.json.tmp", here.folder() / "a.json");
  EXPECT_TRUE(is_in_gold(here.site, 1)) << watch.said();
}

TEST(Watch, AFileIsNotTakenBeforeItsWriterHasClosedIt) {
  const WatchedSite here;
  Program watch(kWatch, here.site.environment);
  ASSERT_TRUE(here.listens()) << watch.said();
  std::ofstream slow(here.folder() / "slow.json");
  slow << animal(1) << animal(2).substr(0, 20) << std::flush;
  std::ofstream(here.folder() / "other.json") << animal(3);
  ASSERT_TRUE(is_in_gold(here.site, 3)) << watch.said();  // a round that met the slow one, too
  EXPECT_EQ(here.site.ask("SELECT count(*) FROM raw_animais"), "1");
  slow << animal(2).substr(20);
  slow.close();
  EXPECT_TRUE(is_in_gold(here.site, 2)) << watch.said();
  EXPECT_EQ(here.site.ask("SELECT count(*) FROM raw_animais"), "3");
  EXPECT_EQ(here.site.ask("SELECT count(*) FROM registro_rejeitado"), "0");
}

TEST(Watch, LayersInProcessesOfTheirOwnFollowEachOtherAtOnce) {
  const WatchedSite here;
  std::vector<std::unique_ptr<Program>> watches;
  for (const std::string layer : {"raw", "trusted", "service"}) {
    std::vector<std::string> arguments = kWatch;
    arguments.push_back(layer);
    watches.push_back(std::make_unique<Program>(arguments, here.site.environment));
  }
  ASSERT_TRUE(here.listens(3));
  for (int number = 1; number <= 3; ++number) {
    std::ofstream(here.folder() / (std::to_string(number) + ".json")) << animal(number);
    EXPECT_TRUE(is_in_gold(here.site, number)) << watches.back()->said();
  }
}

TEST(Watch, AtRestItAsksTheDatabaseForNothing) {
  const WatchedSite here;
  Program watch(kWatch, here.site.environment);
  ASSERT_TRUE(here.listens()) << watch.said();
  const std::string sessions =
      " FROM pg_stat_activity WHERE application_name ~ '^gdo[/-]' AND datname = current_database()";
  EXPECT_TRUE(comes_true(here.site, "count(*) = 1" + sessions)) << watch.said();
  const std::string before = here.site.ask("SELECT max(query_start)" + sessions);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  EXPECT_EQ(here.site.ask("SELECT max(query_start)" + sessions), before);
}

}  // namespace
}  // namespace gdo::test
