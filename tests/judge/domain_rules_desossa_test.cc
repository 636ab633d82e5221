#include "judge/domain_rules.h"

// docs/dominio.md §1c: deboning orders. One case a rule.
namespace gdo::judge::domain::deboning {
namespace {

const JsonMembers& good() {
  static const JsonMembers members = {
      {"cod_empresa", "901"},
      {"nr_op_desossa", "70001"},
      {"sif_producao", R"("9999")"},
      {"sif_abate", R"("09999")"},
      {"dt_producao", R"("2025-01-28")"},
      {"dt_abate", R"("2025-01-27")"},
      {"cnpj_industria_abate", R"("11222333000181")"},
      {"cnpj_industria_desossa", R"("11222333000181")"},
      {"lotes_abate", R"([{"lote": 3, "sif_abate": "9999", "dt_abate": "2025-01-27"}])"},
      {"entrada_quarto_desossa",
       R"([{"tipo_corte": "2", "peso_corte": 56.0, "cod_barra_corte": "0999927012025004212"}])"},
      {"id_mercado_destino", "[2, 45, 110]"}};
  return members;
}

void expect(const std::vector<RuleCase>& cases) { expect_cases("desossa", good(), cases); }

JsonMembers quarter(const std::string& kind, const std::string& weight, const std::string& code) {
  return {{"entrada_quarto_desossa", R"([{"tipo_corte": )" + kind + R"(, "peso_corte": )" + weight +
                                         R"(, "cod_barra_corte": )" + code + "}]"}};
}

JsonMembers lot(const std::string& json) { return {{"lotes_abate", "[" + json + "]"}}; }

TEST(OrderRules, TheExampleIsAcceptedAndCleaned) {
  const auto verdict = judge_record("desossa", write_object(good()));
  expect_verdict(verdict, {"",
                           {},
                           {},
                           {{"nr_op_desossa", "70001"},
                            {"nr_unidade_desossa", "9999"},
                            {"nr_unidade_abate", "9999"},
                            {"id_mercado_destino", "[2,45,110]"}}});
  const auto& lots = verdict.children.at("desossa_lotes");
  ASSERT_EQ(lots.size(), 1U);
  EXPECT_EQ(lots[0].at("nr_lote_abate"), "3");
  EXPECT_EQ(lots[0].at("nr_unidade_abate_lote"), "9999");
  const auto& quarters = verdict.children.at("desossa_quartos");
  ASSERT_EQ(quarters.size(), 1U);
  EXPECT_EQ(quarters[0].at("cod_barra_corte"), "0999927012025004212");
  EXPECT_EQ(quarters[0].at("peso_corte"), "56");
}

TEST(OrderRules, RequiredFieldsReject) {
  for (const char* const name : {"nr_op_desossa", "sif_producao", "sif_abate", "dt_producao",
                                 "dt_abate", "cnpj_industria_abate", "cnpj_industria_desossa"}) {
    const std::string violation = std::string("reject obrigatorio:") + name;
    expect({{"absent", {{name, ""}}, {violation}},
            {"null", {{name, "null"}}, {violation}},
            {"NA", {{name, R"("NA")"}}, {violation}}});
  }
  expect({{"no lots", {{"lotes_abate", ""}}, {"reject obrigatorio:lotes_abate"}},
          {"an empty list is one", {{"lotes_abate", "[]"}}},
          {"no list", {{"lotes_abate", "{}"}}, {"reject tipo:lotes_abate"}},
          {"plant optional", {{"cod_empresa", ""}}},
          {"quarters optional", {{"entrada_quarto_desossa", ""}}},
          {"markets optional", {{"id_mercado_destino", ""}}}});
}

TEST(OrderRules, TheOrderIsAWholeNumber) {
  expect({{"text", {{"nr_op_desossa", R"("70001")"}}, {}, {{"nr_op_desossa", "70001"}}},
          {"decimal", {{"nr_op_desossa", "70001.0"}}, {}, {{"nr_op_desossa", "70001"}}},
          {"letters", {{"nr_op_desossa", R"("OP-1")"}}, {"reject tipo:nr_op_desossa"}},
          {"half", {{"nr_op_desossa", "1.5"}}, {"reject tipo:nr_op_desossa"}}});
}

TEST(OrderRules, UnitsAndDocumentsAreChecked) {
  expect({{"number", {{"sif_producao", "9999"}}, {}, {{"nr_unidade_desossa", "9999"}}},
          {"letters", {{"sif_producao", R"("SIF")"}}, {"reject padrao:sif_producao"}},
          {"CNPJ",
           {{"cnpj_industria_desossa", R"("11222333000182")"}},
           {"reject cnpj:cnpj_industria_desossa"}},
          {"all zeros",
           {{"cnpj_industria_abate", "0"}},
           {"reject obrigatorio:cnpj_industria_abate"}}});
}

TEST(OrderRules, MadeWithinTenDaysOfSlaughter) {
  expect({{"the same day", {{"dt_producao", R"("2025-01-27")"}}},
          {"before", {{"dt_producao", R"("2025-01-26")"}}, {"warn comparacao:dt_producao"}},
          {"ten days", {{"dt_abate", R"("2025-01-18")"}}},
          {"eleven days", {{"dt_abate", R"("2025-01-17")"}}, {"warn comparacao:dt_producao"}},
          {"impossible", {{"dt_producao", R"("31/02/2025")"}}, {"reject tipo:dt_producao"}},
          {"future", {{"dt_producao", R"("2025-02-02")"}}, {"reject faixa:dt_producao"}}});
}

TEST(OrderRules, LotsAreWhole) {
  expect({{"no number",
           lot(R"({"sif_abate": "9999", "dt_abate": "2025-01-27"})"),
           {"reject obrigatorio:lote"}},
          {"zero",
           lot(R"({"lote": 0, "sif_abate": "9999", "dt_abate": "2025-01-27"})"),
           {"reject faixa:lote"}},
          {"no unit",
           lot(R"({"lote": 1, "dt_abate": "2025-01-27"})"),
           {"reject obrigatorio:sif_abate"}},
          {"no day", lot(R"({"lote": 1, "sif_abate": "9999"})"), {"reject obrigatorio:dt_abate"}},
          {"text", lot(R"({"lote": "1", "sif_abate": 9999, "dt_abate": "27/01/2025"})")}});
}

TEST(OrderRules, QuartersAreOptionalInEveryPart) {
  const std::string code = R"("0999927012025004212")";
  expect(
      {{"kind as number", quarter("2", "56", code)},
       {"kind 5", quarter("5", "56", code), {"null dominio:tipo_corte"}},
       {"no weight", quarter("2", "0", code), {"null faixa:peso_corte"}},
       {"weight with comma", quarter("2", R"("56,2")", code)},
       {"18 digits",
        quarter("2", "56", R"("099992701202500421")"),
        {"null padrao:cod_barra_corte"}},
       {"lost zero", quarter("2", "56", "999927012025004212")},
       {"another kind", quarter("3", "56", code), {"warn codigo_barras:cod_barra_corte"}},
       {"nothing", {{"entrada_quarto_desossa", "[{}]"}}},
       {"no object", {{"entrada_quarto_desossa", "[1]"}}, {"null tipo:entrada_quarto_desossa"}}});
}

TEST(OrderRules, WhatHasNoKeyIsNoRepetition) {
  Judge judge(*built_in().payload("desossa"));
  judge.begin_document(midday({2025, 1, 31}));
  const std::string keyless = write_object(with(good(), {{"nr_op_desossa", R"("NA")"}}));
  for (int i = 0; i < 2; ++i) {
    expect_verdict(judge_all(judge, keyless).at(0), {"", {}, {"reject obrigatorio:nr_op_desossa"}});
  }
}

TEST(OrderRules, ARepeatedOrderIsWarnedOf) {
  Judge judge(*built_in().payload("desossa"));
  judge.begin_document(midday({2025, 1, 31}));
  (void)judge_all(judge, write_object(good()));
  expect_verdict(judge_all(judge, write_object(good())).at(0), {"", {}, {"warn unico:dt_abate"}});
  const auto next = write_object(with(good(), {{"nr_op_desossa", "70002"}}));
  expect_verdict(judge_all(judge, next).at(0), {"", {}, {}});
}

}  // namespace
}  // namespace gdo::judge::domain::deboning
