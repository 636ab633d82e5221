// Gold of dirty lakes: every box's flags and reason are the manifest's, and at every moment of a
// lake's arrival gold is what a rebuild would make of the same rows.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using nlohmann::json;

namespace fs = std::filesystem;

// By tenant, unit and barcode: the flags and the reason.
using Boxes = std::map<std::string, std::string>;

std::string box_text(bool order, bool farms, bool animals, bool traceable,
                     const std::string& reason) {
  std::string text;
  for (const bool flag : {order, farms, animals, traceable}) text += flag ? 't' : 'f';
  return text + " " + reason;
}

Boxes manifest_boxes(const fs::path& lake) {
  Boxes boxes;
  std::ifstream stream(lake / "manifest.jsonl");
  for (std::string line; std::getline(stream, line);) {
    const json entry = json::parse(line);
    if (entry["tipo"] != "caixa") continue;
    const std::string key = entry["token_cliente"].get<std::string>() + "/" +
                            entry["nr_unidade_desossa"].get<std::string>() + "/" +
                            entry["codigo_barras"].get<std::string>();
    const json& reason = entry["motivo"];
    boxes[key] =
        box_text(entry["flag_desossa"], entry["flag_propriedades"], entry["flag_animais"],
                 entry["flag_rastreavel"], reason.is_null() ? "" : reason.get<std::string>());
  }
  return boxes;
}

Boxes gold_boxes(const RawSite& site) {
  pg::Connection connection = site.connect();
  const pg::Result rows = connection.query(
      "SELECT concat_ws('/', token_cliente, nr_unidade_desossa, codigo_barras), flag_desossa, "
      "flag_propriedades, flag_animais, flag_rastreavel, coalesce(motivo_nao_rastreavel, '') "
      "FROM service_caixas");
  Boxes boxes;
  for (int row = 0; row < rows.rows(); ++row) {
    boxes[std::string(rows.text(row, 0))] =
        box_text(rows.boolean(row, 1), rows.boolean(row, 2), rows.boolean(row, 3),
                 rows.boolean(row, 4), std::string(rows.text(row, 5)));
  }
  return boxes;
}

void run_all(const RawSite& site) {
  const Ended ended = run_gdo({"run", "--workers", "2"}, site.environment);
  EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 1) << ended.exit_code << ended.err;
}

// A rebuild of all of gold finds nothing to change.
void expect_nothing_to_mend(const RawSite& site) {
  const Ended ended = run_gdo({"replay", "service", "--json"}, site.environment);
  const json report = json::parse(ended.out, nullptr, false);
  ASSERT_TRUE(report.is_object()) << ended.err;
  for (const json& stage : report["etapas"]) {
    EXPECT_EQ(stage["linhas_alteradas"], 0) << stage["modelo"];
    EXPECT_THAT(stage["erros"], testing::IsEmpty()) << stage["modelo"];
  }
}

class GoldManifest : public testing::TestWithParam<const char*> {
 protected:
  GoldManifest() {
    generate_lake(source_.path() / "lake",
                  {"--days", "3", "--seed", GetParam(), "--dirty", "0.15", "--records", "3000"});
  }

  TemporaryFolder source_;
  RawSite site_;
};

TEST_P(GoldManifest, EveryBoxIsWhatTheManifestSays) {
  copy_pending(source_.path() / "lake", site_.lake());
  run_all(site_);
  const Boxes expected = manifest_boxes(source_.path() / "lake");
  EXPECT_GT(expected.size(), 1000U);
  const Boxes gold = gold_boxes(site_);
  EXPECT_EQ(gold.size(), expected.size());
  int wrong = 0;
  for (const auto& [key, text] : expected) {
    const auto found = gold.find(key);
    const std::string said = found == gold.end() ? "no such box" : found->second;
    if (said == text) continue;
    if (++wrong <= 10) ADD_FAILURE() << key << ": " << said << ", not " << text;
  }
  EXPECT_EQ(wrong, 0);
}

TEST_P(GoldManifest, AfterEveryFewFilesGoldIsGoldFromScratch) {
  std::vector<fs::path> files;
  const fs::path pending = source_.path() / "lake" / "pending";
  for (const auto& entry : fs::recursive_directory_iterator(pending)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), pending));
  }
  std::sort(files.begin(), files.end());
  std::shuffle(files.begin(), files.end(), std::mt19937(20250127));
  const std::size_t chunk = files.size() / 3 + 1;
  for (std::size_t first = 0; first < files.size(); first += chunk) {
    for (std::size_t i = first; i < std::min(first + chunk, files.size()); ++i) {
      const fs::path target = site_.lake() / "pending" / files[i];
      fs::create_directories(target.parent_path());
      fs::copy_file(pending / files[i], target);
    }
    run_all(site_);
    expect_nothing_to_mend(site_);
    ASSERT_FALSE(HasFailure()) << "after file " << first + chunk << " of " << files.size();
  }
  EXPECT_EQ(gold_boxes(site_), manifest_boxes(source_.path() / "lake"));
}

INSTANTIATE_TEST_SUITE_P(Seeds, GoldManifest, testing::Values("21", "22"));

}  // namespace
}  // namespace gdo::test
