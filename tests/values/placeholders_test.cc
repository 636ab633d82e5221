#include "values/placeholders.h"

#include <gtest/gtest.h>

namespace gdo::values {
namespace {

TEST(Placeholders, AreWhatProgramsAndPeopleWriteForNothing) {
  for (const auto* text : {"null",
                           "NULL",
                           "(null)",
                           "<NULL>",
                           "nan",
                           "NaN",
                           "NaT",
                           "None",
                           "none",
                           "nil",
                           "undefined",
                           "-",
                           "--",
                           "---",
                           ".",
                           "...",
                           "…",
                           "–",
                           "?",
                           "***",
                           "_",
                           "/",
                           "#N/A",
                           "#N/D",
                           "n/a",
                           "N.A.",
                           "N/D",
                           "n.d.",
                           "N/I",
                           "ND",
                           "S/N",
                           "s/n",
                           "NAO INFORMADO",
                           "NÃO INFORMADO",
                           "não informada",
                           "Nao Informado(a)",
                           "NAO_INFORMADO",
                           "NAO  INFORMADO.",
                           "SEM NOME",
                           "Sem Informação",
                           "SEM DADOS",
                           "DESCONHECIDO",
                           "DESCONHECIDA",
                           "IGNORADO",
                           "INDEFINIDO",
                           "A DEFINIR",
                           "NAO CADASTRADO",
                           "NAO SE APLICA",
                           "NÃO CONSTA",
                           "NENHUM",
                           "XXX",
                           "xxxxx",
                           "X X X",
                           "FAZENDA SEM NOME",
                           "Faz. não informada",
                           "SITIO DESCONHECIDO",
                           "unknown",
                           "\"null\"",
                           "em branco"}) {
    EXPECT_TRUE(is_placeholder(text)) << text;
  }
}

TEST(Placeholders, AreNoNames) {
  for (const auto* text : {"",
                           "???",
                           "FAZENDA MODELO",
                           "NAO",
                           "N",
                           "S",
                           "M",
                           "SEM TERRA",
                           "FAZENDA NANA",
                           "NONATO",
                           "NANA",
                           "NULLARBOR",
                           "SAO JOSE",
                           "INFORMADO",
                           "FAZENDA",
                           "FAZENDA BRANCO",
                           "XX",
                           "XAXIM",
                           "0",
                           "17",
                           "NATAL",
                           "NENA",
                           "BOI",
                           "A",
                           "A-1",
                           "-1",
                           "N 7",
                           "SEM NOME 2",
                           "VAZIOS",
                           "NOVA",
                           "CUIABA",
                           "Ñandu",
                           "ÓBIDOS",
                           "NAO INFORMADO MAS CONHECIDO POR TODOS COMO FAZENDA DO JOAO"}) {
    EXPECT_FALSE(is_placeholder(text)) << text;
  }
}

TEST(Placeholders, MasksHideSomething) {
  EXPECT_TRUE(has_mask_signs("***.***.***-**"));
  EXPECT_TRUE(has_mask_signs("xxx"));
  EXPECT_TRUE(has_mask_signs("•••"));
  EXPECT_FALSE(has_mask_signs("---"));
}

}  // namespace
}  // namespace gdo::values
