#include "synth/generate.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "base/error.h"
#include "synth/lake_reader.h"

namespace gdo::synth {
namespace {

namespace fs = std::filesystem;

// Every file's name and bytes.
std::map<std::string, std::string> snapshot(const fs::path& root) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), root).string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

std::map<std::string, std::string> generated(GenerateOptions options) {
  const TemporaryFolder folder;
  options.out = folder.path() / "lake";
  generate(options);
  return snapshot(options.out);
}

const GenerateOptions kDirty{
    .days = 3, .tenants = 2, .seed = 7, .dirty = 0.1, .records = 4'000, .threads = 1};

TEST(Generate, TheSameOptionsGiveTheSameBytesOnAnyNumberOfThreads) {
  GenerateOptions many = kDirty;
  many.threads = 5;
  EXPECT_EQ(generated(kDirty), generated(many));
}

TEST(Generate, AnotherSeedGivesAnotherLake) {
  GenerateOptions other = kDirty;
  other.seed = 8;
  EXPECT_NE(generated(kDirty), generated(other));
}

TEST(Generate, AFolderThatHoldsALakeIsRefused) {
  const TemporaryFolder folder;
  GenerateOptions options = kDirty;
  options.out = folder.path();
  generate(options);
  const auto before = snapshot(folder.path());
  try {
    generate(options);
    FAIL() << "it overwrote a lake";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
  }
  EXPECT_EQ(snapshot(folder.path()), before);
}

TEST(Generate, ImpossibleOptionsAreRefusedBeforeAnythingIsWritten) {
  const auto cases = std::to_array<std::function<void(GenerateOptions&)>>({
      [](GenerateOptions& o) { o.days = 0; },
      [](GenerateOptions& o) { o.days = 100'000; },
      [](GenerateOptions& o) { o.tenants = 0; },
      [](GenerateOptions& o) { o.tenants = 101; },
      [](GenerateOptions& o) { o.dirty = -0.1; },
      [](GenerateOptions& o) { o.dirty = 1.5; },
      [](GenerateOptions& o) { o.dirty = std::numeric_limits<double>::quiet_NaN(); },
      [](GenerateOptions& o) { o.records = -1; },
      [](GenerateOptions& o) { o.records = 1'000'000'000'000; },
      [](GenerateOptions& o) { o.first_day = "2026-02-30"; },
      [](GenerateOptions& o) { o.first_day = "30/06/2026"; },
  });
  const TemporaryFolder folder;
  for (const auto& spoil : cases) {
    GenerateOptions options = kDirty;
    options.out = folder.path() / "lake";
    spoil(options);
    EXPECT_THROW(generate(options), Error);
    EXPECT_FALSE(fs::exists(options.out));
  }
}

TEST(Generate, AStopLeavesNoManifest) {
  const TemporaryFolder folder;
  StopFlag stop;
  stop.request();
  GenerateOptions options = kDirty;
  options.out = folder.path();
  options.stop = &stop;
  try {
    generate(options);
    FAIL() << "it did not stop";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  EXPECT_FALSE(fs::exists(folder.path() / "manifest.jsonl"));
}

TEST(Generate, ProgressEndsAtTheWhole) {
  const TemporaryFolder folder;
  GenerateOptions options = kDirty;
  options.out = folder.path();
  int last = 0;
  int whole = 0;
  const GenerateSummary summary = generate(options, [&](int done, int all, std::int64_t bytes) {
    EXPECT_EQ(done, last + 1);
    EXPECT_GE(bytes, 0);
    last = done;
    whole = all;
  });
  EXPECT_EQ(last, whole);
  EXPECT_GT(summary.bytes, 0);
}

TEST(Generate, RecordsAreAboutAsManyAsAskedFor) {
  for (const std::int64_t records : {2'000, 20'000}) {
    const TemporaryFolder folder;
    GenerateOptions options{.out = folder.path(), .days = 4, .tenants = 2, .records = records};
    const auto made = static_cast<double>(generate(options).records);
    EXPECT_NEAR(made / static_cast<double>(records), 1.0, 0.25) << records;
  }
}

TEST(Generate, TheFirstDayIsTheOneAskedFor) {
  const TemporaryFolder folder;
  GenerateOptions options{.out = folder.path(), .days = 1, .tenants = 1, .records = 200};
  options.first_day = "2024-02-29";
  generate(options);
  const Lake lake = read_lake(folder.path());
  for (const auto& file : lake.files) {
    if (file["payload"] != "escala") continue;
    const auto lots = nlohmann::json::parse(lake.text(file["arquivo"]));
    EXPECT_TRUE(lots[0]["dt_abate"].get<std::string>().starts_with("2024-02-29"));
  }
}

TEST(Generate, FilesAreNamedAndPlacedAsTheSourcesDo) {
  const std::map<std::string, std::string> stems = {{"animais", "animais"},
                                                    {"escala", "escalas"},
                                                    {"desossa", "desossas"},
                                                    {"caixas", "caixas"},
                                                    {"registro_venda", "movimentacoes"}};
  const std::regex shape(
      "pending/[a-z_]+/cliente=[0-9a-f]{6}/[a-z]+_\\d{4}(_\\d\\d){5}_\\d{3}Z\\.json(\\.gz)?");
  std::set<std::string> payloads;
  for (const auto& [name, bytes] : generated(kDirty)) {
    if (name == "manifest.jsonl") continue;
    EXPECT_TRUE(std::regex_match(name, shape)) << name;
    const std::string payload = name.substr(8, name.find('/', 8) - 8);
    payloads.insert(payload);
    EXPECT_NE(name.find("/" + stems.at(payload) + "_2026_"), std::string::npos) << name;
  }
  EXPECT_EQ(payloads.size(), 5U);
}

}  // namespace
}  // namespace gdo::synth
