// What gdo says of a dirty lake, against the generator's manifest.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "e2e/raw_contents.h"
#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using nlohmann::json;

struct Truth {
  std::int64_t files = 0, files_duplicate = 0, files_broken = 0;
  std::int64_t records = 0, records_rejected = 0, records_duplicate = 0;

  bool operator==(const Truth&) const = default;
};

void PrintTo(const Truth& truth, std::ostream* out) {
  *out << "files " << truth.files << " (duplicate " << truth.files_duplicate << ", broken "
       << truth.files_broken << "), records " << truth.records << " (rejected "
       << truth.records_rejected << ", duplicate " << truth.records_duplicate << ")";
}

// By payload. The records of a duplicate file count as duplicates, whatever is wrong with them.
std::map<std::string, Truth> manifest_truth(const std::filesystem::path& lake) {
  std::map<std::string, Truth> truth;
  std::map<std::string, std::string> results;
  std::ifstream stream(lake / "manifest.jsonl");
  std::vector<json> records;
  for (std::string line; std::getline(stream, line);) {
    const json entry = json::parse(line);
    if (entry["tipo"] == "registro") records.push_back(entry);
    if (entry["tipo"] != "arquivo") continue;
    Truth& payload = truth[entry["payload"]];
    const std::string result = entry["resultado"];
    results[entry["arquivo"]] = result;
    ++payload.files;
    payload.files_duplicate += result == "duplicado";
    payload.files_broken += result == "erro";
    if (result == "erro") continue;
    const std::int64_t count = entry["registros"];
    payload.records += count;
    if (result == "duplicado") payload.records_duplicate += count;
  }
  for (const json& record : records) {
    const std::string file = record["arquivo"];
    if (record["raw"] == "rejeitado" && results[file] == "carregado") {
      ++truth[file.substr(0, file.find('/'))].records_rejected;
    }
  }
  return truth;
}

std::map<std::string, Truth> reported(const json& document) {
  std::map<std::string, Truth> said;
  for (const json& stage : document["etapas"]) {
    const json& files = stage["arquivos"];
    const json& records = stage["registros"];
    said[stage["tipo_payload"]] = {files["lidos"],   files["duplicados"],   files["erro"],
                                   records["lidos"], records["rejeitados"], records["duplicados"]};
    EXPECT_EQ(
        files["lidos"].get<int>(),
        files["concluidos"].get<int>() + files["duplicados"].get<int>() + files["erro"].get<int>());
    EXPECT_EQ(records["lidos"].get<int>(), records["carregados"].get<int>() +
                                               records["rejeitados"].get<int>() +
                                               records["duplicados"].get<int>());
    EXPECT_EQ(stage["erros"].size(), files["erro"].get<std::size_t>());
  }
  return said;
}

class RawManifest : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(RawManifest, EqualsWhatWasLoaded) {
  const RawSite site;
  std::filesystem::remove(site.lake());
  generate_lake(site.lake(), {"--days", "2", "--seed", GetParam().first, "--dirty",
                              GetParam().second, "--records", "8000"});
  auto truth = manifest_truth(site.lake());
  bool broken = false;
  for (const auto& [payload, expected] : truth) broken = broken || expected.files_broken > 0;

  const json first = site.run_json();
  EXPECT_EQ(first["exit"], broken ? 1 : 0) << first["err"];
  EXPECT_EQ(reported(first), truth);
  EXPECT_THAT(files_below(site.lake() / "pending"), testing::IsEmpty());
  pg::Connection connection = site.connect();
  EXPECT_THAT(raw_defects(connection), testing::IsEmpty());
  const auto contents = raw_contents(connection);
  const auto files = files_below(site.lake());

  const json second = site.run_json();
  EXPECT_EQ(second["exit"], 0) << second["err"];
  for (auto& [payload, expected] : truth) expected = {};
  EXPECT_EQ(reported(second), truth);
  EXPECT_EQ(raw_contents(connection), contents);
  EXPECT_EQ(files_below(site.lake()), files);
}

INSTANTIATE_TEST_SUITE_P(Lakes, RawManifest,
                         testing::Values(std::pair("7", "0"), std::pair("7", "0.02"),
                                         std::pair("11", "0.2"), std::pair("12", "0.9")),
                         [](const auto& param) { return "Lake" + std::to_string(param.index); });

}  // namespace
}  // namespace gdo::test
