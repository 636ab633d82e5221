#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "synth/generate.h"
#include "synth/lake_reader.h"

// The truth of every box, worked out once more: read the files in the order of their names' times,
// believe the manifest on which items are accepted, keep the newest of each key, and join.
namespace gdo::synth {
namespace {

using nlohmann::json;

using LotKey = std::tuple<std::string, std::string, int>;  // unit, date, lot

std::string day(const json& value) {
  const auto text = value.get<std::string>();
  if (text[2] != '/') return text.substr(0, 10);
  return text.substr(6, 4) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2);
}

std::string bare(const json& value) {
  std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  text.erase(0, text.find_first_not_of("0 "));
  return text;
}

struct Order {
  std::string unit, number, date;
  std::vector<LotKey> lots;
};

struct Box {
  std::string number, date;
};

struct Tables {
  std::map<LotKey, bool> schedules;  // whether the producer's document is known
  std::map<std::string, LotKey> carcasses;
  std::map<std::string, Order> orders;
  std::map<std::pair<std::string, std::string>, Box> boxes;  // unit, barcode
};

class Reading {
 public:
  explicit Reading(const Lake& lake) : lake_(lake) {}

  std::map<std::string, Tables> run() {
    std::vector<std::string> names;
    for (const json& file : lake_.files) {
      if (file["resultado"] != "erro") names.push_back(file["arquivo"]);
    }
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
      return a.substr(a.find("_20")) < b.substr(b.find("_20"));
    });
    for (const std::string& name : names) read(name);
    return std::move(tenants_);
  }

 private:
  void read(const std::string& name) {
    const std::string text = lake_.text(name);
    // Of a file that came again, the manifest judges the first one's items.
    const std::string folder = name.substr(0, name.rfind('/'));
    const std::string& judged = first_.emplace(folder + text, name).first->second;
    const auto items = lake_.items.find(judged);
    Tables& tables = tenants_[folder.substr(folder.find('=') + 1)];
    std::int64_t number = 0;
    for (const std::string& record : split(text).texts) {
      ++number;
      const auto fault = [&](std::int64_t item) -> const json* {
        if (items == lake_.items.end()) return nullptr;
        const auto found = items->second.find({number, item});
        return found == items->second.end() ? nullptr : &found->second;
      };
      const json* whole = fault(0);
      if (whole != nullptr && (*whole)["trusted"] == "rejeitado") continue;
      add(tables, name.substr(0, name.find('/')), json::parse(record), whole, fault);
    }
  }

  template <typename FaultOf>
  void add(Tables& tables, const std::string& payload, const json& record, const json* fault,
           const FaultOf& fault_of) {
    if (payload == "escala") {
      const std::string name = fault == nullptr ? "" : (*fault)["falha"].get<std::string>();
      tables.schedules[{bare(record["nr_unidade_abate"]), day(record["dt_abate"]),
                        record["nr_lote_abate"].get<int>()}] =
          name != "documento_invalido" && name != "documento_mascarado";
    } else if (payload == "animais" && record.contains("cod_barra_abate")) {
      tables.carcasses[record["cod_barra_abate"]] = {bare(record["nr_unidade_abate"]),
                                                     day(record["dt_abate"]),
                                                     record["lote_abate"].get<int>()};
    } else if (payload == "desossa") {
      add_order(tables, record);
    } else if (payload == "caixas") {
      add_boxes(tables, record, fault_of);
    }
  }

  static void add_order(Tables& tables, const json& record) {
    Order order{
        bare(record["sif_producao"]), bare(record["nr_op_desossa"]), day(record["dt_abate"]), {}};
    for (const json& lot : record["lotes_abate"]) {
      order.lots.emplace_back(bare(lot["sif_abate"]), day(lot["dt_abate"]), lot["lote"].get<int>());
    }
    const std::string key =
        order.unit + '/' + order.number + '/' + bare(record["sif_abate"]) + '/' + order.date;
    tables.orders[key] = order;
  }

  template <typename FaultOf>
  static void add_boxes(Tables& tables, const json& record, const FaultOf& fault_of) {
    std::int64_t item = 0;
    for (const json& box : record["saida_desossa"]) {
      const json* fault = fault_of(++item);
      if (fault != nullptr && (*fault)["trusted"] == "rejeitado") continue;
      tables.boxes[{bare(record["nr_unidade_desossa"]), box["codigo_barras"]}] = {
          bare(record["nr_op_desossa"]), box["dt_abate"].is_null() ? "" : day(box["dt_abate"])};
    }
  }

  const Lake& lake_;
  std::map<std::string, std::string> first_;
  std::map<std::string, Tables> tenants_;
};

// The flags of interface.md, in the order of its reasons.
json judged(const Tables& tables, const std::string& unit, const Box& box) {
  std::set<LotKey> seen;
  for (const auto& [barcode, lot] : tables.carcasses) seen.insert(lot);
  bool matched = false;
  std::vector<LotKey> lots;
  for (const auto& [key, order] : tables.orders) {
    if (order.unit != unit || order.number != box.number) continue;
    if (!box.date.empty() && box.date != order.date) continue;
    matched = true;
    lots.insert(lots.end(), order.lots.begin(), order.lots.end());
  }
  const auto all = [&](auto&& holds) {
    return !lots.empty() && std::all_of(lots.begin(), lots.end(), holds);
  };
  const bool scheduled = all([&](const LotKey& lot) { return tables.schedules.contains(lot); });
  const bool documented =
      scheduled && all([&](const LotKey& lot) { return tables.schedules.at(lot); });
  const bool animals = all([&](const LotKey& lot) { return seen.contains(lot); });
  const json reason = !matched       ? json("sem_ordem_desossa")
                      : lots.empty() ? json("ordem_sem_lotes")
                      : !scheduled   ? json("lote_sem_escala")
                      : !documented  ? json("produtor_sem_documento")
                      : !animals     ? json("lote_sem_animais")
                                     : json(nullptr);
  return {matched, documented, animals, matched && documented && animals, reason};
}

std::map<std::string, json> expected(const Lake& lake) {
  std::map<std::string, json> boxes;
  for (const auto& [token, tables] : Reading(lake).run()) {
    std::map<std::string, json> known;  // what is asked for thousands of boxes, by order and date
    for (const auto& [key, box] : tables.boxes) {
      json& verdict = known[key.first + '/' + box.number + '/' + box.date];
      if (verdict.is_null()) verdict = judged(tables, key.first, box);
      boxes[token + '/' + key.first + '/' + key.second] = verdict;
    }
  }
  return boxes;
}

std::map<std::string, json> claimed(const Lake& lake) {
  std::map<std::string, json> boxes;
  for (const json& box : lake.boxes) {
    const std::string key = box["token_cliente"].get<std::string>() + '/' +
                            box["nr_unidade_desossa"].get<std::string>() + '/' +
                            box["codigo_barras"].get<std::string>();
    EXPECT_FALSE(boxes.contains(key)) << key;
    boxes[key] = {box["flag_desossa"], box["flag_propriedades"], box["flag_animais"],
                  box["flag_rastreavel"], box["motivo"]};
  }
  return boxes;
}

class Traceability : public testing::TestWithParam<std::pair<double, std::uint64_t>> {};

TEST_P(Traceability, OfEveryBoxIsWhatTheFilesSay) {
  const auto [dirty, seed] = GetParam();
  const TemporaryFolder folder;
  generate({.out = folder.path(),
            .days = 4,
            .tenants = 2,
            .seed = seed,
            .dirty = dirty,
            .records = 2'500});
  const Lake lake = read_lake(folder.path());
  const auto truth = expected(lake);
  const auto claim = claimed(lake);
  ASSERT_EQ(claim.size(), truth.size());
  EXPECT_GT(truth.size(), 1'000U);
  for (const auto& [key, verdict] : truth) {
    const auto found = claim.find(key);
    ASSERT_NE(found, claim.end()) << key;
    ASSERT_EQ(found->second, verdict) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Lakes, Traceability,
                         testing::Values(std::pair(0.0, 1U), std::pair(0.02, 2U),
                                         std::pair(0.1, 3U), std::pair(0.2, 4U), std::pair(0.2, 5U),
                                         std::pair(0.6, 6U)));

// Every reason that a generated lake can show is shown by some.
TEST(TraceabilityReasons, AllHappen) {
  std::set<std::string> reasons;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const TemporaryFolder folder;
    generate({.out = folder.path(),
              .days = 6,
              .tenants = 2,
              .seed = seed,
              .dirty = 0.2,
              .records = 5'000});
    const Lake lake = read_lake(folder.path());
    for (const json& box : lake.boxes) reasons.insert(box["motivo"].dump());
    for (const json& line : lake.sold) reasons.insert(line["motivo"].dump());
  }
  for (const char* reason :
       {"null", "\"sem_ordem_desossa\"", "\"ordem_sem_lotes\"", "\"lote_sem_escala\"",
        "\"produtor_sem_documento\"", "\"lote_sem_animais\"", "\"sem_caixa\"",
        "\"codigo_em_duas_unidades\""}) {
    EXPECT_TRUE(reasons.contains(reason)) << reason;
  }
}

}  // namespace
}  // namespace gdo::synth
