// `gdo demo` as a program: from nothing to audited tables, twice, whatever is configured.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace gdo::test
