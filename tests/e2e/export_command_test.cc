// `gdo export` as a program, on a generated lake.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(ExportCommand, GivesWhatTheTableHoldsAndGoesOnAfterAKill) {
  const RawSite site;
  const TemporaryFolder folder;
  generate_lake(folder.path() / "g", {"--days", "1", "--tenants", "1", "--seed", "7"});
  copy_pending(folder.path() / "g", site.lake());
  ASSERT_EQ(run_gdo({"run"}, site.environment).exit_code, 0);

  const Ended lines = run_gdo({"export", "caixas", "--format", "jsonl"}, site.environment);
  ASSERT_EQ(lines.exit_code, 0) << lines.err;
  EXPECT_EQ(std::to_string(std::count(lines.out.begin(), lines.out.end(), '\n')),
            site.ask("SELECT count(*) FROM service_caixas"));

  const std::filesystem::path whole = folder.path() / "whole.csv";
  const std::filesystem::path cut = folder.path() / "cut.csv";
  ASSERT_EQ(run_gdo({"export", "trusted_carcacas", "--out", whole}, site.environment).exit_code, 0);
  {
    Program killed({"export", "trusted_carcacas", "--out", cut}, site.environment);
    for (int i = 0; i < 2000 && !std::filesystem::exists(cut.string() + ".part.estado"); ++i) {
      if (killed.ends_within(std::chrono::milliseconds(1))) break;
    }
    killed.signal(SIGKILL);
    killed.wait();
  }
  if (!std::filesystem::exists(cut)) {
    const Ended rest =
        run_gdo({"export", "trusted_carcacas", "--out", cut, "--continue"}, site.environment);
    ASSERT_EQ(rest.exit_code, 0) << rest.err;
  }
  EXPECT_EQ(content(cut), content(whole));
  EXPECT_FALSE(std::filesystem::exists(cut.string() + ".part"));
}

TEST(ExportCommand, RefusesWhatItCannotDo) {
  const RawSite site;
  ASSERT_EQ(run_gdo({"migrate"}, site.environment).exit_code, 0);
  EXPECT_EQ(run_gdo({"export", "raw_animais"}, site.environment).exit_code, 2);
  EXPECT_EQ(run_gdo({"export", "caixas", "--continue"}, site.environment).exit_code, 2);
  EXPECT_EQ(run_gdo({"export", "caixas", "--format", "geojson"}, site.environment).exit_code, 2);
  EXPECT_EQ(run_gdo({"export", "caixas", "--from", "01/02/2025"}, site.environment).exit_code, 2);
  EXPECT_EQ(run_gdo({"export", "epcis"}, site.environment).exit_code, 2);
  EXPECT_EQ(run_gdo({"export", "caixas", "--out", "/dev/full"}, site.environment).exit_code, 75);
  EXPECT_EQ(run_gdo({"export", "caixas", "--out", "/no/such/x"}, site.environment).exit_code, 2);
}

}  // namespace
}  // namespace gdo::test
