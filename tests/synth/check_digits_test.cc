#include "synth/check_digits.h"

#include <gtest/gtest.h>

namespace gdo::synth {
namespace {

// The vectors of docs/dominio.md §3.
TEST(CheckDigits, CpfVectors) {
  EXPECT_EQ(with_cpf_digits("529982247"), "52998224725");
  EXPECT_EQ(with_cpf_digits("111444777"), "11144477735");
}

TEST(CheckDigits, CnpjVectorsNumericAndAlphanumeric) {
  EXPECT_EQ(with_cnpj_digits("112223330001"), "11222333000181");
  EXPECT_EQ(with_cnpj_digits("12ABC34501DE"), "12ABC34501DE35");
  EXPECT_EQ(with_cnpj_digits("1345C3A50001"), "1345C3A5000106");
  EXPECT_EQ(with_cnpj_digits("A0B1C2D30001"), "A0B1C2D3000179");
}

TEST(CheckDigits, GtinVectors) {
  EXPECT_EQ(with_gtin_digit("400638133393"), "4006381333931");
  EXPECT_EQ(with_gtin_digit("0950600013435"), "09506000134352");
  EXPECT_EQ(with_gtin_digit("9950600013435"), "99506000134355");
}

TEST(CheckDigits, IbgeVectors) {
  EXPECT_EQ(with_ibge_digit("510340"), "5103403");
  EXPECT_EQ(with_ibge_digit("355030"), "3550308");
}

TEST(CheckDigits, InvoiceKeyVector) {
  EXPECT_EQ(with_nfe_digit("5206043300991100250655012000000780026730161"),
            "52060433009911002506550120000007800267301615");
}

}  // namespace
}  // namespace gdo::synth
