// One dirty lake, its files and their corrections arriving in random orders, runs of all layers
// killed on the way: the tables say the same as after an undisturbed run, and gold says what plain
// SQL says. GDO_TEST_ORDERS raises how many orders are
// tried, GDO_TEST_SEED makes another lake.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <regex>
#include <set>
#include <tuple>

#include "e2e/raw_site.h"
#include "gold/plain_gold.h"

namespace gdo::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

namespace fs = std::filesystem;

std::string variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

using Item = std::tuple<std::string, std::int64_t, std::int64_t>;  // file, record, item

class LayersOrder : public testing::Test {
 protected:
  LayersOrder() {
    generate_lake(source_.path() / "lake", {"--days", "2", "--seed", variable("GDO_TEST_SEED", "3"),
                                            "--dirty", "0.2", "--records", "4000"});
    copy_pending(source_.path() / "lake", site_.lake());
    const auto start = std::chrono::steady_clock::now();
    run_to_the_end(site_, "2");
    undisturbed_time_ =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
    contents_ = contents(site_);
    EXPECT_GT(contents_.size(), 15U);
  }

  static void run_to_the_end(const RawSite& site, const std::string& workers) {
    const Ended ended = run_gdo({"run", "--workers", workers}, site.environment);
    EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 1) << ended.exit_code << ended.err;
  }

  // What the tables of trusted and service say; their books must balance.
  static std::map<std::string, std::string> contents(const RawSite& site) {
    const Ended ended = run_gdo({"audit", "--json"}, site.environment);
    const json report = json::parse(ended.out, nullptr, false);
    std::map<std::string, std::string> contents;
    if (!report.is_object()) {
      ADD_FAILURE() << ended.err;
      return contents;
    }
    for (const json& check : report["verificacoes"]) {
      EXPECT_TRUE(check["ok"].get<bool>()) << check;
    }
    for (const json& table : report["tabelas"]) {
      const std::string name = table["tabela"];
      if (name.starts_with("trusted_") || name.starts_with("service_")) {
        contents[name] = table["linhas"].dump() + " " + table["soma"].get<std::string>();
      }
    }
    return contents;
  }

  // The lake's files, relative to pending/, in an order of this generator's.
  std::vector<fs::path> shuffled(std::mt19937_64& random) const {
    std::vector<fs::path> files;
    const fs::path pending = source_.path() / "lake" / "pending";
    for (const auto& entry : fs::recursive_directory_iterator(pending)) {
      if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), pending));
    }
    std::sort(files.begin(), files.end());
    std::shuffle(files.begin(), files.end(), random);
    return files;
  }

  // Newer deliveries of every fourth file, in which animals, orders and boxes belong elsewhere and
  // boxes are sold again.
  void correct_files() {
    const std::pair<std::regex, const char*> changes[] = {
        {std::regex(R"~(("(lote|lote_abate|nr_lote_abate)": ?)1([,\s}]))~"), "$012$03"},
        {std::regex(R"~(("nr_op_desossa": ?"\d*)[13579]")~"), "$012\""},
        {std::regex(R"~(("codigo_barras": ?"\d{7})[1-4])~"), "$015"}};
    const fs::path pending = source_.path() / "lake" / "pending";
    std::mt19937_64 random(7);
    const std::vector<fs::path> files = shuffled(random);
    for (std::size_t i = 0; i < files.size(); i += 4) {
      std::ifstream stream(pending / files[i], std::ios::binary);
      std::string text{std::istreambuf_iterator<char>(stream), {}};
      for (const auto& [what, by] : changes) text = std::regex_replace(text, what, by);
      const std::string newer =
          std::regex_replace(files[i].string(), std::regex("_2026_"), "_2027_");
      std::ofstream(pending / newer, std::ios::binary) << text;
      deliver(site_, newer);
    }
    run_to_the_end(site_, "2");
    contents_ = contents(site_);
  }

  void deliver(const RawSite& site, const fs::path& file) const {
    const fs::path target = site.lake() / "pending" / file;
    fs::create_directories(target.parent_path());
    fs::copy_file(source_.path() / "lake" / "pending" / file, target);
  }

  // Chunk after chunk arrives, and a run after each is left to its end or killed.
  int arrive(RawSite& site, std::mt19937_64& random) const {
    const auto draw = [&](int least, int most) {
      return std::uniform_int_distribution<int>(least, most)(random);
    };
    site.environment["GDO_LOTE_FILES"] = std::to_string(draw(1, 20));
    const std::vector<fs::path> files = shuffled(random);
    int killed = 0;
    for (std::size_t next = 0; next < files.size();) {
      const auto chunk = files.size() / static_cast<std::size_t>(draw(2, 6)) + 1;
      for (std::size_t i = 0; i < chunk && next < files.size(); ++i) deliver(site, files[next++]);
      Program run({"run", "--workers", std::to_string(draw(1, 4))}, site.environment);
      const milliseconds moment(draw(0, static_cast<int>(undisturbed_time_.count())));
      if (draw(0, 2) > 0 && !run.ends_within(moment)) {
        run.signal(SIGKILL);
        ++killed;
      }
      (void)run.wait();
    }
    run_to_the_end(site, std::to_string(draw(1, 4)));
    return killed;
  }

  TemporaryFolder source_;
  RawSite site_;  // of the undisturbed run
  milliseconds undisturbed_time_{};
  std::map<std::string, std::string> contents_;
};

TEST_F(LayersOrder, AndKillsChangeNothing) {
  const int orders = std::atoi(variable("GDO_TEST_ORDERS", "3").c_str());
  std::mt19937_64 random(20260131);
  int killed = 0;
  correct_files();
  for (int order = 0; order < orders; ++order) {
    RawSite site;
    killed += arrive(site, random);
    EXPECT_EQ(contents(site), contents_) << "order " << order;
    pg::Connection connection = site.connect();
    gold::test::expect_plain_gold(connection);
    if (order == 0) {
      const Ended replay = run_gdo({"replay", "trusted"}, site.environment);
      EXPECT_EQ(replay.exit_code, 0) << replay.err;
      run_to_the_end(site, "2");
      EXPECT_EQ(contents(site), contents_) << "after a replay";
    }
    if (HasFailure()) return;
  }
  std::cout << orders << " orders, " << killed << " runs killed before their end\n";
}

// Every item is rejected, or not, as the manifest says.
TEST_F(LayersOrder, TheVerdictsAreTheManifests) {
  std::ifstream stream(source_.path() / "lake" / "manifest.jsonl");
  std::set<std::string> loaded;
  std::vector<json> faults;
  for (std::string line; std::getline(stream, line);) {
    json entry = json::parse(line);
    if (entry["tipo"] == "arquivo" && entry["resultado"] == "carregado") {
      loaded.insert(entry["arquivo"].get<std::string>());
    }
    if (entry["tipo"] == "registro") faults.push_back(std::move(entry));
  }
  std::set<Item> told;
  for (const json& fault : faults) {
    const std::string file = fault["arquivo"];
    if (!loaded.contains(file) || fault["raw"] == "rejeitado") continue;
    if (fault["trusted"] == "rejeitado")
      told.insert({file, fault["nr_registro"], fault["nr_item"]});
  }
  EXPECT_GT(told.size(), 20U);
  std::set<Item> found;
  pg::Connection connection = site_.connect();
  const auto rows = connection.query(
      "SELECT tipo_payload || '/' || nome_arquivo, nr_registro, nr_item FROM registro_rejeitado "
      "WHERE camada = 'trusted'");
  for (int row = 0; row < rows.rows(); ++row) {
    found.insert({std::string(rows.text(row, 0)), rows.integer(row, 1), rows.integer(row, 2)});
  }
  for (const auto& [file, record, item] : found) {
    EXPECT_TRUE(told.contains({file, record, item}) || told.contains({file, record, 0}))
        << file << " #" << record << "/" << item << " was rejected";
  }
  for (const auto& [file, record, item] : told) {
    // A header's fault is told once, and rejects every item below it.
    const auto rejected = found.lower_bound({file, record, item});
    const bool there = rejected != found.end() && std::get<0>(*rejected) == file &&
                       std::get<1>(*rejected) == record &&
                       (item == 0 || std::get<2>(*rejected) == item);
    EXPECT_TRUE(there) << file << " #" << record << "/" << item << " was not rejected";
  }
}

}  // namespace
}  // namespace gdo::test
