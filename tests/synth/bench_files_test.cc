#include "lake/bench_files.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "base/error.h"
#include "synth/lake_reader.h"

namespace gdo::synth {
namespace {

std::set<std::string> barcodes_of_lines(const std::filesystem::path& path) {
  std::set<std::string> barcodes;
  std::istringstream lines(contents(path));
  for (std::string line; std::getline(lines, line);) {
    barcodes.insert(nlohmann::json::parse(line)["cod_barra_abate"].get<std::string>());
  }
  return barcodes;
}

TEST(BenchFiles, LinesAreRecordsOfAbout900BytesWithKeysOfTheirOwn) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.json";
  const BenchFile file = generate_animals_lines(path, 12'000, 1);
  EXPECT_EQ(file.records, 12'000);
  EXPECT_EQ(static_cast<std::uintmax_t>(file.bytes), std::filesystem::file_size(path));
  EXPECT_NEAR(static_cast<double>(file.bytes) / 12'000, 900, 60);
  EXPECT_EQ(barcodes_of_lines(path).size(), 12'000U);
}

TEST(BenchFiles, PartsShareNoKey) {
  const TemporaryFolder folder;
  generate_animals_lines(folder.path() / "a.json", 500, 1, 0);
  generate_animals_lines(folder.path() / "b.json", 500, 1, 1);
  auto both = barcodes_of_lines(folder.path() / "a.json");
  both.merge(barcodes_of_lines(folder.path() / "b.json"));
  EXPECT_EQ(both.size(), 1'000U);
}

TEST(BenchFiles, OneArrayOfTheSizeAskedFor) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.json";
  const BenchFile file = generate_single_array(path, 3'000'000, 1);
  EXPECT_GE(file.bytes, 3'000'000);
  EXPECT_LT(file.bytes, 3'002'000);
  const auto array = nlohmann::json::parse(contents(path));
  EXPECT_EQ(array.size(), static_cast<std::size_t>(file.records));
}

TEST(BenchFiles, SingleRecordFilesHaveNamesOfTheirOwn) {
  const TemporaryFolder folder;
  const BenchFile files = generate_single_record_files(folder.path(), 50, 1);
  std::int64_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(nlohmann::json::parse(contents(entry.path())).size(), 1U);
    ++count;
  }
  EXPECT_EQ(count, 50);
  EXPECT_EQ(files.records, 50);
}

TEST(BenchFiles, AFileThatCannotBeWrittenIsAnError) {
  EXPECT_THROW(generate_animals_lines("/nonexistent/a.json", 10, 1), Error);
}

}  // namespace
}  // namespace gdo::synth
