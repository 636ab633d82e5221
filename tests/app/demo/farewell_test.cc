#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "app/demo/demo_site.h"
#include "support/temporary_folder.h"

namespace gdo::app {
namespace {

using testing::HasSubstr;

TEST(Farewell, QuotesOnlyWhatAShellWouldTakeApart) {
  EXPECT_EQ(shell_word("/home/ana/gdo-1.0"), "/home/ana/gdo-1.0");
  EXPECT_EQ(shell_word("/home/ana/meus projetos"), "'/home/ana/meus projetos'");
  EXPECT_EQ(shell_word("a'b$c"), R"('a'\''b$c')");
  EXPECT_EQ(shell_word("ação"), "'ação'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Farewell, SaysWhereTheProgramIsUnlessTheShellFindsIt) {
  const test::TemporaryFolder folder;
  const auto program = folder.path() / "gdo";
  std::ofstream(program) << "a program";
  LookAround where{program, "/nowhere:/usr/bin", "/h/demo", "/h/demo/the lake"};
  EXPECT_THAT(look_around_text(where),
              HasSubstr("export PATH=" + folder.path().string() +
                        ":\"$PATH\" GDO_HOME=/h/demo GDO_LAKE='file:///h/demo/the lake'\n"));
  where.search_path = "/nowhere:" + folder.path().string();
  EXPECT_THAT(look_around_text(where), HasSubstr("export GDO_HOME="));
}

TEST(Farewell, AnotherProgramOfThatNameIsNotTakenForThisOne) {
  const test::TemporaryFolder mine;
  const test::TemporaryFolder other;
  std::ofstream(mine.path() / "gdo") << "a program";
  std::ofstream(other.path() / "gdo") << "another";
  const LookAround where{mine.path() / "gdo", other.path().string() + ":" + mine.path().string(),
                         "/h", "/l"};
  EXPECT_THAT(look_around_text(where), HasSubstr("export PATH="));
}

}  // namespace
}  // namespace gdo::app
