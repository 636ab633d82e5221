// `gdo demo` as a program: from nothing to audited tables, twice, whatever is configured.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "api/http_client.h"
#include "e2e/program.h"

namespace gdo::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Demo, WorksTwiceTouchesNothingElseAndStopsItsServer) {
  const TemporaryFolder home;
  const EnvironmentOf environment = {{"GDO_HOME", home.path().string()},
                                     {"DB_HOST", "127.0.0.1"},  // nobody listens there
                                     {"DB_PORT", "1"},
                                     {"GDO_LAKE", "file:///no/such/folder"}};
  std::string sums;
  for (int time = 1; time <= 2; ++time) {
    const Ended ended = run_gdo({"demo", "--records", "600"}, environment);
    EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
    EXPECT_THAT(ended.out, HasSubstr("The books balance."));
    EXPECT_THAT(ended.out, HasSubstr(" GDO_HOME="));
    EXPECT_THAT(ended.out, Not(HasSubstr("\x1b[")));
    EXPECT_THAT(ended.err, HasSubstr("DB_HOST is set"));
    const std::size_t place = ended.out.find("raw_animais");
    ASSERT_NE(place, std::string::npos);
    const std::string line = ended.out.substr(place, ended.out.find('\n', place) - place);
    if (time == 2) {
      EXPECT_EQ(line, sums);
    }
    sums = line;
    EXPECT_TRUE(exists(home.path() / "demo" / "lake" / "manifest.jsonl"));
  }
  const Ended status = run_gdo({"pg", "status"}, {{"GDO_HOME", (home.path() / "demo").string()}});
  EXPECT_EQ(status.exit_code, 3);
  EXPECT_THAT(status.out, HasSubstr("stopped"));
}

std::string listening_in(const std::string& shown) {
  const std::size_t at = shown.rfind("  http://localhost:");
  if (at == std::string::npos) return "";
  return shown.substr(at + 2, shown.find('\n', at) - at - 2);
}

TEST(Demo, WithServeEndsWithThePagesAddressAndAKeyAndCtrlCStopsAll) {
  const TemporaryFolder home;
  Program demo({"demo", "--records", "400", "--serve"},
               {{"GDO_HOME", home.path().string()}, {"GDO_LISTEN", "127.0.0.1:0"}});
  const auto shown = [&] { return demo.shown(); };
  for (int tenths = 0; listening_in(shown()).empty() && tenths < 1200; ++tenths) {
    ASSERT_FALSE(demo.ends_within(std::chrono::milliseconds(100))) << demo.said();
  }
  const std::string address = listening_in(shown());
  const std::size_t key = shown().find("gdo_");
  ASSERT_NE(key, std::string::npos) << shown();
  const std::size_t tenant = shown().rfind("--cliente ") + 10;
  const api::test::Answer answer = api::test::ask(
      "127.0.0.1" + address.substr(address.rfind(':')), "GET",
      "/api/v1/painel/visao-geral?cliente=" + shown().substr(tenant, 6),
      {"Authorization: Bearer " + shown().substr(key, shown().find('\n', key) - key)});
  EXPECT_EQ(answer.status, 200) << answer.body;
  demo.signal(SIGINT);
  EXPECT_EQ(demo.wait().exit_code, 0);
  const Ended status = run_gdo({"pg", "status"}, {{"GDO_HOME", (home.path() / "demo").string()}});
  EXPECT_THAT(status.out, HasSubstr("stopped"));
}

}  // namespace
}  // namespace gdo::test
