#include "contract/reader/catalog_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "contract/example_contract.h"

namespace gdo::contract {
namespace {

using test::example_and;
using test::example_with;
using test::kExample;
using test::load;
using testing::ElementsAre;
using testing::HasSubstr;

namespace fs = std::filesystem;

class ContractFolder : public testing::Test {
 protected:
  ContractFolder() { fs::create_directories(folder_); }
  ~ContractFolder() override { fs::remove_all(folder_); }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name) << text;
  }

  const fs::path folder_ =
      fs::temp_directory_path() / ("gdo_contracts_" + std::to_string(getpid()));
};

TEST_F(ContractFolder, AddsItsContractsToTheBuiltInOnes) {
  write("pesagem.yaml", kExample);
  write("notas.txt", "not a contract");
  write(".rascunho.yaml", "{{{");
  const Catalog catalog = load_catalog(folder_);
  ASSERT_NE(catalog.contract("pesagem"), nullptr);
  EXPECT_EQ(catalog.contract("pesagem")->source, (folder_ / "pesagem.yaml").string());
  EXPECT_NE(catalog.contract("caixas"), nullptr);
}

TEST_F(ContractFolder, ReplacesTheBuiltInFileOfTheSameName) {
  write("animais.yaml", R"(
entity: animais
payload: animais
version: 7
shape: {order: 2, any_of: [id_animal]}
key: [id_animal]
fields:
  - {name: id_animal, type: text, required: true}
)");
  const Catalog catalog = load_catalog(folder_);
  EXPECT_EQ(catalog.contract("animais")->version, 7);
  EXPECT_EQ(catalog.contract("animais")->fields.size(), 1U);
  EXPECT_EQ(catalog.payload("animais")->contracts.size(), 2U);
}

TEST_F(ContractFolder, ReplacingTheCodesChangesTheContractsThatUseThem) {
  const Catalog before = load_catalog();
  std::string codes;
  for (const ContractFile& file : built_in_contracts()) {
    if (file.name.ends_with("codigos.yaml")) codes = file.text;
  }
  codes.replace(codes.find("FEMEA"), 5, "FEMINO");
  write("codigos.yaml", codes);
  const Catalog after = load_catalog(folder_);
  EXPECT_NE(before.contract("animais")->hash, after.contract("animais")->hash);
  EXPECT_EQ(before.contract("caixas")->hash, after.contract("caixas")->hash);
}

TEST_F(ContractFolder, AMissingFolderSaysItsName) {
  try {
    (void)load_catalog(folder_ / "nada");
    ADD_FAILURE() << "was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr((folder_ / "nada").string()));
  }
}

TEST(CatalogTest, IsAskedByFolderPayloadAndEntity) {
  const Catalog catalog = load_catalog();
  EXPECT_EQ(catalog.payload_of_folder("escalas"), catalog.payload("escala"));
  EXPECT_EQ(catalog.payload_of_folder("desossas"), catalog.payload("desossa"));
  EXPECT_EQ(catalog.payload_of_folder("movimentacoes"), catalog.payload("registro_venda"));
  EXPECT_EQ(catalog.payload_of_folder("animais"), catalog.payload("animais"));
  EXPECT_EQ(catalog.payload_of_folder("Animais"), nullptr);
  EXPECT_EQ(catalog.payload_of_folder(""), nullptr);
  EXPECT_EQ(catalog.payload("carcacas"), nullptr);
  EXPECT_EQ(catalog.contract("nada"), nullptr);
}

TEST(CatalogTest, ItsPointersSurviveAMove) {
  Catalog catalog = load_catalog();
  const Contract* boxes = catalog.contract("caixas");
  const Catalog moved = std::move(catalog);
  EXPECT_EQ(moved.contract("caixas"), boxes);
  EXPECT_EQ(moved.payload("caixas")->contracts.front(), boxes);
}

TEST(ContractHashTest, CommentsAndLayoutDoNotCountButWordsDo) {
  const std::string hash = load(std::string(kExample)).contracts().front().hash;
  EXPECT_EQ(hash.size(), 16U);
  const auto hash_of = [](const std::string& yaml) { return load(yaml).contracts().front().hash; };
  EXPECT_EQ(hash_of("# a comment\n" + std::string(kExample)), hash);
  EXPECT_EQ(hash_of(example_with("[placa, dia]", "[ placa,dia ]")), hash);
  EXPECT_NE(hash_of(example_with("numeric(8,3)", "numeric(9,3)")), hash);
  EXPECT_NE(hash_of(example_and("  - {name: x, type: text}\n")), hash);
}

TEST(ContractHashTest, TheLabelIsVersionAndHash) {
  const Catalog catalog = load(std::string(kExample));
  const Contract& contract = catalog.contracts().front();
  EXPECT_EQ(contract.version_label(), "1-" + contract.hash.substr(0, 8));
}

TEST(CatalogTest, ANestedMemberIsRequiredByItsFirstPart) {
  const Catalog catalog = load(example_and("  - {name: a.b.c, type: text, required: true}\n"));
  const Contract& contract = catalog.contracts().front();
  EXPECT_THAT(contract.raw_required, ElementsAre("placa", "dia", "a"));
  EXPECT_THAT(contract.fields.back().path, ElementsAre("a", "b", "c"));
  EXPECT_EQ(contract.fields.back().column, "c");
}

}  // namespace
}  // namespace gdo::contract
