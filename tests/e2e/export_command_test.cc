// `gdo export` as a program, on a generated lake.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// A lake in gold, made once.
class ExportCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    site_ = std::make_unique<RawSite>();
    folder_ = std::make_unique<TemporaryFolder>();
    generate_lake(folder_->path() / "g", {"--days", "1", "--tenants", "1", "--seed", "7"});
    copy_pending(folder_->path() / "g", site_->lake());
    ASSERT_EQ(gdo({"run"}).exit_code, 0);
  }
  static void TearDownTestSuite() {
    site_.reset();
    folder_.reset();
  }

  static Ended gdo(const std::vector<std::string>& words) {
    return run_gdo(words, site_->environment);
  }
  static std::filesystem::path file(const char* name) { return folder_->path() / name; }
  static std::vector<std::string> with(std::vector<std::string> words,
                                       const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  // The same command again and again, killed at random moments until it gets through: the file must
  // be that of an undisturbed run. Gives how many were killed.
  int kill_until_whole(const std::vector<std::string>& words, const std::filesystem::path& whole,
                       std::chrono::milliseconds undisturbed) {
    const std::filesystem::path cut = whole.string() + ".cut";
    std::filesystem::remove(cut);
    int killed = 0;
    for (int attempt = 0; !std::filesystem::exists(cut); ++attempt) {
      Program program(with(words, {"--out", cut}), site_->environment);
      // The first time soon, so that a run on a quieter machine is caught, too.
      std::uniform_int_distribution<std::int64_t> moment(
          0, attempt == 0 ? undisturbed.count() / 4 : undisturbed.count());
      if (attempt < kKills && !program.ends_within(std::chrono::milliseconds(moment(random_)))) {
        program.signal(SIGKILL);
        ++killed;
      }
      program.wait();
      if (attempt > kKills) break;
    }
    EXPECT_EQ(content(cut), content(whole));
    EXPECT_FALSE(std::filesystem::exists(cut.string() + ".part"));
    return killed;
  }
  void expect_to_survive_kills(const std::vector<std::string>& words, const char* name,
                               int rounds) {
    const auto start = std::chrono::steady_clock::now();
    const Ended ended = gdo(with(words, {"--out", file(name)}));
    ASSERT_EQ(ended.exit_code, 0) << ended.err;
    const auto undisturbed = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - start);
    int killed = 0;
    for (int round = 0; round < rounds; ++round) {
      killed += kill_until_whole(with(words, {"--continue"}), file(name), undisturbed);
    }
    killed += kill_until_whole(words, file(name), undisturbed);
    EXPECT_GT(killed, 0);
  }

  static constexpr int kKills = 3;
  static inline std::unique_ptr<RawSite> site_;
  static inline std::unique_ptr<TemporaryFolder> folder_;
  std::mt19937 random_{7};
};

TEST_F(ExportCommand, GivesWhatTheTableHolds) {
  const Ended lines = gdo({"export", "caixas", "--format", "jsonl"});
  ASSERT_EQ(lines.exit_code, 0) << lines.err;
  EXPECT_EQ(std::to_string(std::count(lines.out.begin(), lines.out.end(), '\n')),
            site_->ask("SELECT count(*) FROM service_caixas"));
}

TEST_F(ExportCommand, ATableSurvivesKills) {
  expect_to_survive_kills({"export", "trusted_carcacas"}, "carcacas.csv", 4);
}

TEST_F(ExportCommand, EpcisSurvivesKills) {
  expect_to_survive_kills({"export", "epcis", "--from", "2000-01-01"}, "epcis.jsonld", 2);
}

TEST_F(ExportCommand, ATraceOfManyKeysSurvivesKills) {
  {
    std::ofstream keys(file("keys.txt"));
    keys << site_->ask(
        "SELECT string_agg('caixa:' || nr_unidade_desossa || '/' || codigo_barras, E'\\n') "
        "FROM (SELECT * FROM service_caixas ORDER BY codigo_barras LIMIT 10) c");
  }
  for (const char* format : {"csv", "geojson"}) {
    expect_to_survive_kills({"export", "trace", "--keys", file("keys.txt"), "--format", format},
                            "trace", 2);
  }
}

TEST_F(ExportCommand, EudrSurvivesKills) {
  const std::string box = site_->ask(
      "SELECT nr_unidade_desossa || '/' || codigo_barras FROM service_caixas "
      "WHERE flag_rastreavel ORDER BY 1 LIMIT 1");
  expect_to_survive_kills({"export", "eudr", "--box", box}, "eudr.geojson", 2);
}

TEST_F(ExportCommand, ATraceOfOneKeyIsItsWholeTree) {
  const std::string box = site_->ask(
      "SELECT 'caixa:' || nr_unidade_desossa || '/' || codigo_barras FROM service_caixas "
      "WHERE flag_rastreavel ORDER BY codigo_barras LIMIT 1");
  const Ended lines = gdo({"export", "trace", box, "--format", "jsonl"});
  ASSERT_EQ(lines.exit_code, 0) << lines.err;
  const auto first = nlohmann::json::parse(lines.out.substr(0, lines.out.find('\n')));
  EXPECT_EQ(first["chave"], box);
  EXPECT_EQ(first["rastreavel"], true);
  EXPECT_NE(lines.out.find("\"tipo\":\"fazenda\""), std::string::npos);
  EXPECT_EQ(gdo({"export", "trace", "caixa:nada"}).exit_code, 1);
  EXPECT_EQ(gdo({"export", "trace"}).exit_code, 2);
  EXPECT_EQ(gdo({"export", "trace", box, "--keys", "x"}).exit_code, 2);
  EXPECT_EQ(gdo({"export", "caixas", box}).exit_code, 2);
  EXPECT_EQ(gdo({"export", "trace", "--keys", "/no/such/file"}).exit_code, 2);
}

TEST(ExportRefusal, RefusesWhatItCannotDo) {
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
