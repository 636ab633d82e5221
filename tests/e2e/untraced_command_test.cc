// `gdo untraced` and `gdo recall` on a generated lake: exactly what the worklist names is
// delivered, and exactly the boxes that it promised become traceable.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using nlohmann::json;

namespace fs = std::filesystem;

std::set<std::string> boxes_that(const RawSite& site, const std::string& condition) {
  pg::Connection connection = site.connect();
  const pg::Result rows = connection.query(
      "SELECT concat_ws('/', token_cliente, nr_unidade_desossa, codigo_barras) FROM service_caixas "
      "WHERE " +
      condition);
  std::set<std::string> boxes;
  for (int row = 0; row < rows.rows(); ++row) boxes.emplace(rows.text(row, 0));
  return boxes;
}

json read_records(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return json::parse(text.str(), nullptr, false);
}

class UntracedCommand : public testing::Test {
 protected:
  UntracedCommand() {
    generate_lake(source_.path() / "lake",
                  {"--days", "3", "--seed", "7", "--dirty", "0.02", "--records", "6000"});
    copy_pending(source_.path() / "lake", site_.lake());
  }

  // Takes the first ordinary delivery of a payload away.
  fs::path hold_back(const std::string& payload) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(site_.lake() / "pending" / payload)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    const auto slaughtered = std::find_if(files.begin(), files.end(), [](const fs::path& file) {
      const json records = read_records(file);
      return records.is_array() && !records.empty() && records[0].contains("dt_abate");
    });
    const fs::path held = source_.path() / payload;
    fs::copy_file(*slaughtered, held);
    fs::remove(*slaughtered);
    places_[payload] = *slaughtered;
    return held;
  }
  void run_all() {
    const Ended ended = run_gdo({"run", "--workers", "2"}, site_.environment);
    EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 1) << ended.err;
  }
  // What the worklist says of the file of this payload, plant and day; null when nothing.
  json thing_of(const std::string& payload, const json& record) {
    const json list = json::parse(run_gdo({"untraced", "--json"}, site_.environment).out);
    const char* unit = payload == "desossa" ? "sif_abate" : "nr_unidade_abate";
    const std::string tenant = places_[payload].parent_path().filename().string().substr(8);
    std::string plant =
        record[unit].is_string() ? record[unit].get<std::string>() : record[unit].dump();
    plant.erase(0, plant.find_first_not_of('0'));
    for (const json& cause : list["causas"]) {
      for (const json& thing : cause["falta"]) {
        if (thing["tipo"] == "arquivo" && thing["payload"] == payload &&
            thing["token_cliente"] == tenant && thing["chave"]["nr_unidade_abate"] == plant &&
            thing["chave"]["dt_abate"] == record["dt_abate"].get<std::string>().substr(0, 10)) {
          return thing;
        }
      }
    }
    return nullptr;
  }

  TemporaryFolder source_;
  RawSite site_;
  std::map<std::string, fs::path> places_;
};

TEST_F(UntracedCommand, DeliveringWhatIsListedFreesExactlyTheBoxesThatWerePromised) {
  std::map<std::string, fs::path> held;
  for (const char* payload : {"escala", "animais", "desossa"}) held[payload] = hold_back(payload);
  run_all();
  for (const char* payload : {"desossa", "escala", "animais"}) {
    const json thing = thing_of(payload, read_records(held[payload])[0]);
    ASSERT_FALSE(thing.is_null()) << payload;
    const std::set<std::string> before = boxes_that(site_, "flag_rastreavel");
    fs::copy_file(held[payload], places_[payload]);
    run_all();
    const std::set<std::string> after = boxes_that(site_, "flag_rastreavel");
    EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()));
    EXPECT_EQ(after.size() - before.size(), thing["caixas"].get<std::size_t>()) << payload;
  }
}

TEST_F(UntracedCommand, RecallOfAFarmIsTheSetOfPlainSql) {
  run_all();
  pg::Connection connection = site_.connect();
  const pg::Result farms = connection.query(
      "SELECT token_cliente, chave_fazenda FROM service_lotes_abate WHERE faz_nr_car IS NOT NULL "
      "GROUP BY 1, 2 ORDER BY md5(chave_fazenda) LIMIT 5");
  ASSERT_GT(farms.rows(), 0);
  for (int row = 0; row < farms.rows(); ++row) {
    const std::string tenant(farms.text(row, 0));
    const std::string farm(farms.text(row, 1));
    const json recall = json::parse(
        run_gdo({"recall", "fazenda:" + farm, "--cliente", tenant, "--all", "--sem", "--json"},
                site_.environment)
            .out);
    std::set<std::string> found;
    for (const json& box : recall["caixas"]) {
      found.insert(tenant + "/" + box["nr_unidade_desossa"].get<std::string>() + "/" +
                   box["codigo_barras"].get<std::string>());
    }
    const std::string of_farm =
        "token_cliente = '" + tenant +
        "' AND EXISTS (SELECT FROM trusted_escala e, trusted_desossa_lotes l "
        "WHERE e.token_cliente = '" +
        tenant + "' AND e.faz_nr_car = '" + farm +
        "' AND l.token_cliente = e.token_cliente AND l.nr_unidade_abate_lote = e.nr_unidade_abate "
        "AND l.dt_abate_lote = e.dt_abate AND l.nr_lote_abate = e.nr_lote_abate "
        "AND l.nr_unidade_desossa = service_caixas.nr_unidade_desossa "
        "AND l.nr_op_desossa = service_caixas.nr_op_desossa "
        "AND (service_caixas.dt_abate IS NULL OR l.dt_abate = service_caixas.dt_abate))";
    EXPECT_EQ(found, boxes_that(site_, of_farm)) << farm;
    EXPECT_LE(recall["exato"]["caixas"], recall["maximo"]["caixas"]);
    EXPECT_EQ(recall["deixam"]["caixas"].get<std::size_t>(),
              boxes_that(site_, "flag_rastreavel AND " + of_farm).size());
  }
}

}  // namespace
}  // namespace gdo::test
