#include "lineage/masked_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/reader/catalog_loader.h"

namespace gdo::lineage::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string masked(const std::string& payload, const std::string& record) {
  const contract::Catalog catalog = contract::load_catalog();
  return masked_record(*catalog.payload(payload), record).value_or("(nothing)");
}

TEST(MaskedRecord, KeepsEveryByteThatIsNotPersonal) {
  const std::string record =
      R"({ "codigo_barras":"10000001ZZ" , "peso_liquido":21.40,"id_habilitacao_mercado":[{"id": 93}]})";
  EXPECT_EQ(masked("caixas", record), record);
}

TEST(MaskedRecord, ShortensPersonsAndLeavesCompanies) {
  EXPECT_EQ(
      masked("escala",
             R"({"prod_cpf_cnpj": "529.982.247-25", "prod_nome_razaosocial":"JOÃO DA SILVA",)"
             R"("faz_nome":"FAZENDA BOA","faz_geo_latitude":-15.601230,"prod_nr_ie":13.5e1})"),
      R"({"prod_cpf_cnpj": "***.982.247-**", "prod_nome_razaosocial":"J. D. S.",)"
      R"("faz_nome":"F. B.","faz_geo_latitude":-15.60,"prod_nr_ie":"***"})");
  const std::string company =
      R"({"prod_cpf_cnpj":11222333000181,"prod_nome_razaosocial":"AGRO LTDA","faz_nome":"BOA"})";
  EXPECT_EQ(masked("escala", company), company);
}

TEST(MaskedRecord, WithholdsWhatIsNeverStoredAndWhatNoContractKnows) {
  const std::string text = masked(
      "escala",
      R"({"prod_nr_rg":"123","caminhoes":[{"placa_veiculo":"ABC1D23"}],"contato":{"fone":"99"},)"
      R"("prod\u005fcpf_cnpj":"52998224725","nfs":[{"origem_nome_razaosocial":"JOSE LIMA"}]})");
  for (const char* secret : {"123", "ABC1D23", "99\"", "52998224725", "JOSE"}) {
    EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
  EXPECT_THAT(text, HasSubstr(R"("contato":"***")"));
  EXPECT_THAT(text, HasSubstr(R"("placa_veiculo":"***")"));
}

TEST(MaskedRecord, OfWhatIsNoJsonNothingIsShown) {
  EXPECT_EQ(masked("escala", R"({"prod_cpf_cnpj":"529)"), "(nothing)");
  EXPECT_EQ(masked("escala", "\xff"), "(nothing)");
}

}  // namespace
}  // namespace gdo::lineage::test
