#include "app/contract/file_check.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "contract/reader/catalog_loader.h"
#include "synth/generate.h"
#include "synth/lake_reader.h"

namespace gdo::app {
namespace {

const contract::Catalog& catalog() {
  static const contract::Catalog loaded = contract::load_catalog();
  return loaded;
}

class FileCheckTest : public ::testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& content) {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  std::string write_gzip(const std::string& name, const std::string& content) {
    const auto path = (folder_.path() / name).string();
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
    gzclose(file);
    return path;
  }
  static CheckedFile check(const std::string& path, const char* payload,
                           const std::string& tenant = {}) {
    return check_file(path, *catalog().payload(payload), {.tenant = tenant, .limits = {}});
  }
  static nlohmann::json json_of(const CheckedFile& file) {
    return nlohmann::json::parse(check_json(std::span(&file, 1)));
  }

  synth::TemporaryFolder folder_;
};

constexpr const char* kAnimals = R"([
  {"id_animal": "A", "id_propriedade": "F", "data_nascimento": "2023-03-15"},
  {"id_animal": "B", "id_propriedade": "F", "data_nascimento": "2023-03-15",
   "sexo": "X"},
  {"id_animal": "C", "id_propriedade": "F", "data_nascimento": "2026-01-20"},
  {"id_animal": "D", "data_nascimento": "2023-03-15"}
])";

TEST_F(FileCheckTest, EveryRecordHasItsPlaceAndVerdict) {
  const auto file = check(write("animais_2026_01_10_09_00_00_000Z.json", kAnimals), "animais");
  EXPECT_FALSE(file.good());
  const auto json = json_of(file);
  ASSERT_EQ(json["registros"].size(), 4U);
  const auto& first = json["registros"][0];
  EXPECT_EQ(first["nr_registro"], 1);
  EXPECT_EQ(first["nr_item"], 0);
  EXPECT_EQ(first["linha"], 2);
  EXPECT_EQ(first["coluna"], 3);
  EXPECT_EQ(first["entidade"], "animais");
  EXPECT_EQ(first["veredito"], "aceito");
  EXPECT_TRUE(first["motivos"].empty());
  const auto& second = json["registros"][1];
  EXPECT_EQ(second["veredito"], "com_avisos");
  EXPECT_EQ(second["motivos"][0]["campo"], "sexo");
  EXPECT_EQ(second["motivos"][0]["regra"], "dominio");
  EXPECT_EQ(second["motivos"][0]["acao"], "null");
  EXPECT_EQ(second["motivos"][0]["valor"], "X");
  EXPECT_EQ(second["motivos"][0]["linha"], 4);
  EXPECT_EQ(second["motivos"][0]["coluna"], 12);
  EXPECT_EQ(json["registros"][2]["motivos"][0]["regra"], "faixa") << "the name's time counts";
  const auto& refused = json["registros"][3];
  EXPECT_EQ(refused["veredito"], "rejeitado");
  EXPECT_EQ(refused["motivos"][0]["regra"], "obrigatorio");
  EXPECT_EQ(refused["motivos"][0]["campo"], "id_propriedade");
  EXPECT_EQ(json["resumo"]["rejeitados"], 2);
  EXPECT_TRUE(json["erro"].is_null());
}

TEST_F(FileCheckTest, ACompressedFileHasThePlacesOfItsText) {
  const auto plain = check(write("animais_2026_01_10_09_00_00_000Z.json", kAnimals), "animais");
  const auto packed =
      check(write_gzip("animais_2026_01_10_09_00_00_000Z.json.gz", kAnimals), "animais");
  EXPECT_EQ(json_of(plain)["registros"], json_of(packed)["registros"]);
}

TEST_F(FileCheckTest, ABrokenFileLoadsNothing) {
  const auto file = check(write("a.json", "[{\"id_animal\": \"A\"},\n {]"), "animais");
  EXPECT_FALSE(file.good());
  const auto json = json_of(file);
  EXPECT_TRUE(json["registros"].empty());
  EXPECT_EQ(json["erro"]["codigo"], "json_malformado");
  EXPECT_EQ(json["erro"]["linha"], 2);
  EXPECT_NE(check_text(file, {}).find("broken"), std::string::npos);
}

TEST_F(FileCheckTest, TheTenantIsOfThePathOrTheSetting) {
  const std::string record =
      R"({"id_animal": "A", "id_propriedade": "F", "data_nascimento": "2023-03-15",)"
      R"( "token_cliente": "08c9eb"})";
  const auto path = write("a.json", record);
  EXPECT_TRUE(check(path, "animais").good()) << "no tenant is known";
  EXPECT_TRUE(check(path, "animais", "08c9eb").good());
  EXPECT_FALSE(check(path, "animais", "ffffff").good());
  std::filesystem::create_directory(folder_.path() / "cliente=ffffff");
  EXPECT_FALSE(check(write("cliente=ffffff/a.json", record), "animais", "08c9eb").good());
}

TEST_F(FileCheckTest, WhatCannotBeReadIsAUsageError) {
  EXPECT_THROW((void)check((folder_.path() / "none.json").string(), "animais"), Error);
  EXPECT_THROW((void)check(folder_.path().string(), "animais"), Error);
}

TEST_F(FileCheckTest, PeopleSeeKindsOfViolationsWithTheirFirstPlaces) {
  std::string array = "[";
  for (int i = 0; i < 5; ++i) {
    array += std::string(i > 0 ? ",\n" : "") + R"({"id_animal": ")" + std::to_string(i) +
             R"(", "id_propriedade": "F", "data_nascimento": "2023-13-15"})";
  }
  const auto text = check_text(check(write("a.json", array + "]"), "animais"), {});
  EXPECT_NE(text.find("5 records: 0 accepted, 5 rejected"), std::string::npos) << text;
  EXPECT_NE(text.find("rejected × 5  tipo:data_nascimento  is not a date that exists"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("line 2, column"), std::string::npos) << text;
  EXPECT_NE(text.find("\"2023-13-15\""), std::string::npos) << text;
  EXPECT_NE(text.find("and 2 more"), std::string::npos) << text;
}

TEST_F(FileCheckTest, PersonsValuesThatAreNeverStoredAreNotShown) {
  const auto file = check(
      write("m.json", R"({"cnpj_local_estoque": "1", "dt_venda": "2025-01-01", "nr_pedido": "1",)"
                      R"( "motorista": {"nome": "FULANO"}})"),
      "registro_venda");
  EXPECT_EQ(check_json(std::span(&file, 1)).find("FULANO"), std::string::npos);
  EXPECT_EQ(check_text(file, {}).find("FULANO"), std::string::npos);
}

// Every record and item of a dirty lake, as the manifest has them: raw's verdicts and trusted's.
TEST_F(FileCheckTest, AgreesWithTheManifest) {
  synth::generate({.out = folder_.path() / "lake",
                   .days = 2,
                   .tenants = 2,
                   .seed = 23,
                   .dirty = 0.2,
                   .records = 6'000,
                   .threads = 1});
  const synth::Lake lake = synth::read_lake(folder_.path() / "lake");
  std::int64_t items = 0;
  for (const auto& line : lake.files) {
    const auto name = line["arquivo"].get<std::string>();
    const auto file = check((folder_.path() / "lake/pending" / name).string(),
                            line["payload"].get<std::string>().c_str());
    ASSERT_EQ(file.fault.has_value(), line["resultado"] == "erro") << name;
    if (line["resultado"] != "carregado") continue;
    ASSERT_EQ(file.records, line["registros"]) << name;
    const auto found = lake.items.find(name);
    for (const CheckedItem& item : file.items) {
      const auto told = [&](std::int32_t number) -> const nlohmann::json* {
        if (found == lake.items.end()) return nullptr;
        const auto one = found->second.find({item.record_number, number});
        return one == found->second.end() ? nullptr : &one->second;
      };
      const auto* truth = told(item.item_number);
      if (truth == nullptr) truth = told(0);
      const bool accepted = truth == nullptr || (*truth)["trusted"] == "aceito";
      ASSERT_EQ(!item.rejected, accepted && (truth == nullptr || (*truth)["raw"] == "carregado"))
          << name << " #" << item.record_number << "/" << item.item_number;
      ++items;
    }
  }
  EXPECT_GT(items, 4'000);
}

}  // namespace
}  // namespace gdo::app
