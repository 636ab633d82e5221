// A process that hangs, and one whose network is silent, hold the others no longer than their
// lease. GDO_TEST_STOPS raises how often a process is stopped.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "e2e/whole_site.h"
#include "support/pg_proxy.h"

namespace gdo::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kLease{3000};
constexpr milliseconds kAfterLease{10000};

int stops_wanted() {
  const char* wanted = std::getenv("GDO_TEST_STOPS");
  return wanted == nullptr ? 5 : std::atoi(wanted);
}

class StoppedProcess : public testing::Test {
 protected:
  StoppedProcess() {
    generate_lake(source_.path() / "lake", {"--days", "2", "--seed", "5", "--records", "6000"});
    RawSite site;
    fill(site);
    const auto start = Clock::now();
    EXPECT_EQ(run_gdo({"run", "--workers", "2"}, site.environment).exit_code, 0);
    undisturbed_ = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    contents_ = contents_of(site);
  }

  void fill(RawSite& site) const {
    copy_pending(source_.path() / "lake", site.lake());
    site.environment["GDO_LOTE_FILES"] = "7";
    site.environment["GDO_LOTE_BYTES"] = "200000";
    site.environment["GDO_LEASE_S"] = "3";
  }

  // Another run does all of the work within the lease and ten seconds, besides its own time.
  void expect_takeover(const RawSite& site) const {
    Program other({"run", "--workers", "2"}, site.environment);
    EXPECT_TRUE(other.ends_within(kLease + kAfterLease + 2 * undisturbed_)) << other.said();
    const Ended ended = other.wait();
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_EQ(site.ask("SELECT count(*) FROM lote WHERE trusted_pendente"), "0") << ended.err;
    EXPECT_EQ(site.ask("SELECT count(*) FROM mudanca"), "0") << ended.err;
    EXPECT_EQ(site.ask("SELECT count(*) FROM arquivo WHERE movido_em IS NULL"), "0") << ended.err;
  }

  TemporaryFolder source_;
  milliseconds undisturbed_{};
  std::vector<std::string> contents_;
  std::mt19937_64 random_{20260131};
};

TEST_F(StoppedProcess, AnotherFinishesTheLakeAndTheTablesSayTheSameWhenItGoesOn) {
  std::uniform_int_distribution<int> moment(0, static_cast<int>(undisturbed_.count()));
  for (int stopped = 0, sites = 0; stopped < stops_wanted(); ++sites) {
    ASSERT_LT(sites, 2 * stops_wanted() + 10) << "the runs end before they can be stopped";
    RawSite site;
    fill(site);
    Program run({"run", "--workers", "2"}, site.environment);
    if (run.ends_within(milliseconds(moment(random_)))) continue;
    run.signal(SIGSTOP);
    ++stopped;
    expect_takeover(site);
    run.signal(SIGCONT);
    const Ended ended = run.wait();
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_EQ(contents_of(site), contents_);
    if (HasFailure()) return;
  }
}

TEST_F(StoppedProcess, TheSameWhenItsNetworkIsSilent) {
  RawSite site;
  fill(site);
  const auto direct = site.environment;
  PgProxy proxy(server_socket(site));
  lead_through(site, proxy.port());
  Program run({"run", "--workers", "2"}, site.environment);
  site.environment = direct;
  ASSERT_FALSE(run.ends_within(undisturbed_ / 2));
  proxy.go_silent();
  expect_takeover(site);
  EXPECT_EQ(contents_of(site), contents_);
}

// A lock that no gdo holds is not ours to end: it is said whose it is, and how to end it.
TEST(ForeignLock, IsNamedWithAWayOut) {
  RawSite site;
  site.environment["GDO_LEASE_S"] = "1";
  ASSERT_EQ(run_gdo({"migrate"}, site.environment).exit_code, 0);
  site.put("pending/registro_venda/cliente=a1b2c3/1.json", R"([{"nr_pedido":"1"}])");
  pg::Connection forgotten = site.connect();
  pg::Transaction transaction(forgotten);
  forgotten.query("LOCK TABLE arquivo");
  Program run({"run"}, site.environment);
  const std::string way_out =
      "SELECT pg_terminate_backend(" + std::to_string(forgotten.backend_pid()) + ")";
  for (int i = 0; i < 200 && run.said().find(way_out) == std::string::npos; ++i) {
    ASSERT_FALSE(run.ends_within(milliseconds(50))) << run.wait().err;
  }
  EXPECT_THAT(run.said(), testing::HasSubstr(way_out));
  transaction.commit();
  EXPECT_EQ(run.wait().exit_code, 0);
}

}  // namespace
}  // namespace gdo::test
