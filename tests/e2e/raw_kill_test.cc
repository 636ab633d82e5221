// Nothing is lost or doubled however often gdo is killed. GDO_TEST_KILLS raises how often.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>

#include "e2e/raw_contents.h"
#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using std::chrono::milliseconds;

constexpr int kKillsOfOneLake = 4;

int kills_wanted() {
  const char* wanted = std::getenv("GDO_TEST_KILLS");
  return wanted == nullptr ? 15 : std::atoi(wanted);
}

// Small lotes, so that a kill falls between any two of their steps.
void make_lotes_small(RawSite& site) {
  site.environment["GDO_LOTE_FILES"] = "7";
  site.environment["GDO_LOTE_BYTES"] = "2000000";
}

class RawKill : public testing::Test {
 protected:
  RawKill() {
    generate_lake(source_.path() / "lake",
                  {"--days", "2", "--seed", "5", "--dirty", "0.3", "--records", "12000"});
    RawSite site;
    make_lotes_small(site);
    copy_pending(source_.path() / "lake", site.lake());
    const auto start = std::chrono::steady_clock::now();
    const Ended ended = site.run({"--workers", "3"});
    undisturbed_time_ =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
    EXPECT_EQ(ended.exit_code, 1) << ended.err;  // the lake holds broken files
    pg::Connection connection = site.connect();
    EXPECT_THAT(raw_defects(connection), testing::IsEmpty());
    contents_ = raw_contents(connection);
    files_ = files_below(site.lake());
  }

  void expect_undisturbed(const RawSite& site) {
    pg::Connection connection = site.connect();
    EXPECT_THAT(raw_defects(connection), testing::IsEmpty());
    EXPECT_EQ(raw_contents(connection), contents_);
    EXPECT_EQ(files_below(site.lake()), files_);
  }

  TemporaryFolder source_;
  milliseconds undisturbed_time_{};
  std::vector<std::string> contents_;
  std::vector<std::string> files_;
  std::mt19937_64 random_{20260131};
};

// Only runs that had not ended by themselves count. A lake that is done is followed by another.
TEST_F(RawKill, ThenOneRunToTheEndEqualsAnUndisturbedRun) {
  const auto longest = static_cast<int>(undisturbed_time_.count());
  std::uniform_int_distribution<int> moment(0, longest);
  const int wanted = kills_wanted();
  int lakes = 0;
  for (int killed = 0; killed < wanted; ++lakes) {
    ASSERT_LT(lakes, 2 * wanted + 10) << "the runs end before they can be killed";
    RawSite site;
    make_lotes_small(site);
    copy_pending(source_.path() / "lake", site.lake());
    for (int kill = 0; kill < kKillsOfOneLake && killed < wanted; ++kill) {
      Program run({"run", "raw", "--workers", "3"}, site.environment);
      if (run.ends_within(milliseconds(moment(random_)))) break;
      run.signal(SIGKILL);
      (void)run.wait();
      ++killed;
    }
    const Ended last = site.run({"--workers", "3"});
    EXPECT_TRUE(last.exit_code == 0 || last.exit_code == 1) << last.err;
    expect_undisturbed(site);
    if (HasFailure()) return;
  }
  std::cout << wanted << " runs were killed before their end, in " << lakes << " lakes\n";
}

TEST_F(RawKill, SeveralProcessesAtOnceShareTheWork) {
  RawSite site;
  make_lotes_small(site);
  copy_pending(source_.path() / "lake", site.lake());
  {
    Program first({"run", "raw", "--workers", "2"}, site.environment);
    Program second({"run", "raw", "--workers", "1"}, site.environment);
    Program killed({"run", "raw", "--workers", "2"}, site.environment);
    if (!killed.ends_within(undisturbed_time_ / 2)) killed.signal(SIGKILL);
    for (Program* run : {&first, &second}) {
      const Ended ended = run->wait();
      EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 1) << ended.err;
    }
  }
  const Ended last = site.run();
  EXPECT_TRUE(last.exit_code == 0 || last.exit_code == 1) << last.err;
  expect_undisturbed(site);
}

// PostgreSQL ends sessions now and then: an administrator, a failover.
TEST_F(RawKill, SessionsThatTheServerEndsAreReplaced) {
  RawSite site;
  make_lotes_small(site);
  copy_pending(source_.path() / "lake", site.lake());
  ASSERT_EQ(run_gdo({"migrate"}, site.environment).exit_code, 0);
  pg::Connection administrator = site.connect();
  for (int round = 0; round < 40; ++round) {
    Program run({"run", "raw", "--workers", "3"}, site.environment);
    while (!run.ends_within(milliseconds(100))) {
      administrator.query(
          "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid() "
          "ORDER BY random() LIMIT 1) one");
    }
    const Ended ended = run.wait();
    if (ended.exit_code == 0 || ended.exit_code == 1) break;
    ASSERT_TRUE(ended.exit_code == 3 || ended.exit_code == 75) << ended.exit_code << ended.err;
  }
  const Ended last = site.run({"--workers", "3"});
  EXPECT_TRUE(last.exit_code == 0 || last.exit_code == 1) << last.err;
  expect_undisturbed(site);
}

}  // namespace
}  // namespace gdo::test
