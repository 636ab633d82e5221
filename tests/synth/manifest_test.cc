#include "synth/manifest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "synth/generate.h"
#include "synth/lake_reader.h"

namespace gdo::synth {
namespace {

using nlohmann::json;

TEST(Manifest, LinesAreThoseOfTheInterface) {
  TextBuffer out;
  put_file_line(out, {"caixas/cliente=a/b.json", "caixas", "carregado", 12});
  put_item_line(out, {"x.json", 3, 41},
                {.name = "peso_negativo",
                 .verdict = Verdict::rejected_trusted,
                 .rules = "faixa:peso_liquido,faixa:qtde_pecas"});
  put_box_line(out, {.token = "abc123",
                     .unit = 9801,
                     .barcode = "10000001ZZ",
                     .has_order = true,
                     .has_farms = true,
                     .reason = "lote_sem_animais"});
  EXPECT_EQ(
      out.view(),
      R"({"tipo":"arquivo","arquivo":"caixas/cliente=a/b.json","payload":"caixas","resultado":"carregado","registros":12})"
      "\n"
      R"({"tipo":"registro","arquivo":"x.json","nr_registro":3,"nr_item":41,"falha":"peso_negativo","raw":"carregado","trusted":"rejeitado","regras":["faixa:peso_liquido","faixa:qtde_pecas"]})"
      "\n"
      R"({"tipo":"caixa","token_cliente":"abc123","nr_unidade_desossa":"9801","codigo_barras":"10000001ZZ","flag_desossa":true,"flag_propriedades":true,"flag_animais":false,"flag_rastreavel":false,"motivo":"lote_sem_animais"})"
      "\n");
}

// A lake of some dirt and what its manifest says.
struct Generated {
  explicit Generated(double dirty, std::uint64_t seed = 21) {
    summary = generate({.out = folder.path(),
                        .days = 8,
                        .tenants = 2,
                        .seed = seed,
                        .dirty = dirty,
                        .records = 9'000});
    lake = read_lake(folder.path());
  }
  TemporaryFolder folder;
  GenerateSummary summary;
  Lake lake;
};

TEST(Manifest, NamesEveryFileOnceWithItsRecords) {
  const Generated made(0.15);
  std::set<std::string> named;
  for (const json& file : made.lake.files) {
    const auto name = file["arquivo"].get<std::string>();
    EXPECT_TRUE(named.insert(name).second) << name;
    const Records records = split(made.lake.text(name));
    EXPECT_EQ(file["resultado"] == "erro", !records.whole) << name;
    EXPECT_EQ(file["registros"].get<std::size_t>(), records.texts.size()) << name;
  }
  std::set<std::string> there;
  const auto pending = made.folder.path() / "pending";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(pending)) {
    if (entry.is_regular_file()) {
      there.insert(std::filesystem::relative(entry.path(), pending).string());
    }
  }
  EXPECT_EQ(named, there);
}

TEST(Manifest, DuplicatesAreTheFilesWhoseBytesCameBefore) {
  const Generated made(0.2);
  std::map<std::string, std::string> first;  // by tenant, payload and bytes
  std::vector<json> files = made.lake.files;
  std::sort(files.begin(), files.end(),
            [](const json& a, const json& b) { return a["arquivo"] < b["arquivo"]; });
  int duplicates = 0;
  for (const json& file : files) {
    if (file["resultado"] == "erro") continue;
    const auto name = file["arquivo"].get<std::string>();
    const std::string key = name.substr(0, name.rfind('/')) + made.lake.text(name);
    const bool again = !first.emplace(key, name).second;
    EXPECT_EQ(file["resultado"] == "duplicado", again) << name;
    duplicates += again ? 1 : 0;
  }
  EXPECT_GT(duplicates, 0);
}

TEST(Manifest, SummaryAndLinesAgree) {
  const Generated made(0.1);
  std::int64_t records = 0;
  for (const json& file : made.lake.files) records += file["registros"].get<std::int64_t>();
  std::int64_t faulty = 0;
  for (const auto& [name, items] : made.lake.items) faulty += std::ssize(items);
  EXPECT_EQ(made.summary.files, std::ssize(made.lake.files));
  EXPECT_EQ(made.summary.records, records);
  EXPECT_EQ(made.summary.faulty_items, faulty);
  EXPECT_EQ(made.summary.boxes, std::ssize(made.lake.boxes));
}

TEST(Manifest, WithoutDirtNothingIsFaultyAndEveryBoxIsTraceable) {
  const Generated made(0.0);
  EXPECT_TRUE(made.lake.items.empty());
  for (const json& file : made.lake.files) EXPECT_EQ(file["resultado"], "carregado");
  EXPECT_FALSE(made.lake.boxes.empty());
  for (const json& box : made.lake.boxes) {
    EXPECT_EQ(box["flag_rastreavel"], true);
    EXPECT_TRUE(box["motivo"].is_null());
  }
}

TEST(Manifest, FaultsAreAsManyAsAskedFor) {
  for (const double dirty : {0.02, 0.1}) {
    const Generated made(dirty);
    const double share =
        static_cast<double>(made.summary.faulty_items) / static_cast<double>(made.summary.items);
    EXPECT_GT(share, 0.7 * dirty);
    EXPECT_LT(share, 1.6 * dirty);
  }
}

TEST(Manifest, EveryKindOfFileTroubleHappens) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Generated made(0.2, seed);
    for (const json& file : made.lake.files) seen.insert(file.value("falha", ""));
  }
  for (const char* trouble :
       {"json_truncado", "json_invalido", "arquivo_vazio", "lista_vazia", "bom", "latin1",
        "reenvio", "atrasado", "json_lines", "gzip", "correcao"}) {
    EXPECT_TRUE(seen.contains(trouble)) << trouble;
  }
}

TEST(Manifest, RecordsRefusedForAMissingFieldDoLackIt) {
  const Generated made(0.2);
  int looked = 0;
  for (const auto& [name, items] : made.lake.items) {
    const Records records = split(made.lake.text(name));
    for (const auto& [place, item] : items) {
      if (item["raw"] != "rejeitado") continue;
      const std::string& record = records.texts[static_cast<std::size_t>(place.first - 1)];
      for (const json& rule : item["regras"]) {
        const auto code = rule.get<std::string>();
        if (!code.starts_with("obrigatorio:")) continue;
        const json parsed = json::parse(record);
        const json* value = parsed.contains(code.substr(12)) ? &parsed[code.substr(12)] : nullptr;
        EXPECT_TRUE(value == nullptr || value->is_null()) << name << ' ' << place.first;
        ++looked;
      }
    }
  }
  EXPECT_GT(looked, 20);
}

TEST(Manifest, RecordsThatLoadAreJson) {
  const Generated made(0.2);
  for (const json& file : made.lake.files) {
    const auto name = file["arquivo"].get<std::string>();
    const auto items = made.lake.items.find(name);
    if (file["resultado"] != "carregado") continue;
    std::int64_t number = 0;
    for (const std::string& record : split(made.lake.text(name)).texts) {
      ++number;
      const auto faulty = items != made.lake.items.end() && items->second.contains({number, 0}) &&
                          items->second.at({number, 0})["raw"] == "rejeitado";
      if (!faulty) {
        ASSERT_TRUE(json::accept(record)) << name << ' ' << number;
      }
    }
  }
}

}  // namespace
}  // namespace gdo::synth
