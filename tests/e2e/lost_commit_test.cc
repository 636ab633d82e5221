// The answer to COMMIT is lost: it is not known whether the work was stored. GDO_TEST_LOST raises
// how often.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "e2e/whole_site.h"
#include "support/pg_proxy.h"

namespace gdo::test {
namespace {

using std::chrono::milliseconds;

int losses_wanted() {
  const char* wanted = std::getenv("GDO_TEST_LOST");
  return wanted == nullptr ? 25 : std::atoi(wanted);
}

// Files so large that they are streamed, one with a record that raw refuses, and small ones.
void fill(RawSite& site, const TemporaryFolder& source) {
  copy_pending(source.path() / "lake", site.lake());
  std::string records = R"({"nr_pedido":"1"},5)";
  for (int i = 2; i < 400; ++i) records += R"(,{"nr_pedido":")" + std::to_string(i) + R"("})";
  site.put("pending/registro_venda/cliente=a1b2c3/grande.json", "[" + records + "]");
  site.environment["GDO_LOTE_BYTES"] = "4000";
  site.environment["GDO_LOTE_FILES"] = "3";
}

class LostCommit : public testing::Test {
 protected:
  LostCommit() {
    generate_lake(source_.path() / "lake", {"--days", "1", "--seed", "5", "--records", "1500"});
    RawSite site;
    fill(site, source_);
    const Ended ended = run_gdo({"run", "--workers", "2"}, site.environment);
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    contents_ = contents_of(site);
  }

  TemporaryFolder source_;
  std::vector<std::string> contents_;
};

TEST_F(LostCommit, EveryRunEndsWellAndTheTablesSayTheSame) {
  for (int lost = 0, sites = 0; lost < losses_wanted(); ++sites) {
    ASSERT_LT(sites, losses_wanted() + 5);
    RawSite site;
    fill(site, source_);
    const auto direct = site.environment;
    // The watch below begins without tables.
    ASSERT_EQ(run_gdo({"migrate"}, direct).exit_code, 0);
    PgProxy proxy(server_socket(site));
    lead_through(site, proxy.port());
    proxy.lose_commits(30);
    const Ended ended = run_gdo({"run", "--workers", "2"}, site.environment);
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    lost += proxy.lost();
    site.environment = direct;
    EXPECT_EQ(contents_of(site), contents_);
    if (HasFailure()) return;
  }
}

TEST_F(LostCommit, AWatchLivesOn) {
  RawSite site;
  fill(site, source_);
  const auto direct = site.environment;
  PgProxy proxy(server_socket(site));
  lead_through(site, proxy.port());
  proxy.lose_commits(30);
  Program watch({"run", "--watch", "--interval", "1"}, site.environment);
  for (int i = 0; i < 600 && site.get("done/registro_venda/cliente=a1b2c3/grande.json").empty();
       ++i) {
    ASSERT_FALSE(watch.ends_within(milliseconds(50))) << watch.wait().err;
  }
  proxy.lose_commits(0);
  EXPECT_FALSE(watch.ends_within(milliseconds(1500))) << watch.wait().err;
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().exit_code, 0);
  site.environment = direct;
  EXPECT_EQ(run_gdo({"run"}, site.environment).exit_code, 0);
  EXPECT_EQ(contents_of(site), contents_);
  std::cout << proxy.lost() << " answers were lost\n";
}

}  // namespace
}  // namespace gdo::test
