#include "judge/domain_rules.h"

// docs/dominio.md §1e: sales. One case a rule.
namespace gdo::judge::domain::sales {
namespace {

constexpr const char* kKey = "52060433009911002506550120000007800267301615";

const JsonMembers& good() {
  static const JsonMembers members = {
      {"cod_bloco", "7"},
      {"cod_empresa", "901"},
      {"cnpj_local_estoque", R"("11222333000181")"},
      {"dt_venda", R"("2025-01-29")"},
      {"nr_pedido", "500001"},
      {"carga", R"("300")"},
      {"nr_pedidoMatriz", R"("")"},
      {"dt_expedicao", R"("2025-01-30")"},
      {"cnpj_transportadora", R"("11222333000181")"},
      {"nome_transportadora", R"("TRANSPORTES FICTICIOS")"},
      {"placa_caminhao", R"("ABC1D23")"},
      {"motorista", R"("FULANO")"},
      {"embarque_nome_usuario", R"("BELTRANO")"},
      {"cNmPais_destino", R"("brasil")"},
      {"id_mercado_destino", R"([{"id": 93}])"},
      {"caixas", R"([{"codigo_barras": "10000001ZZ", "sku_codigo": 10, "sku_descricao": "PATINHO",)"
                 R"( "qtde_pecas": 12, "tipo_embalagem": 9999, "codigo_rastreabilidade_ind": "",)"
                 R"( "dt_producao": "2025-01-28", "dt_validade": "2025-03-28",)"
                 R"( "cIndustrializado": "0", "cRevenda": "0"}])"},
      {"notas_fiscais", R"([{"numero": "780-12", "natureza": "VENDA", "chave": ")" +
                            std::string(kKey) +
                            R"(", "xml": "H4sI", "dt_emissao": "2025-01-30",)"
                            R"( "destino_cpf_cnpj": "11222333000181", "destino_estado": "SP"}])"}};
  return members;
}

void expect(const std::vector<RuleCase>& cases) { expect_cases("registro_venda", good(), cases); }

JsonMembers boxes(const std::string& json) { return {{"caixas", "[" + json + "]"}}; }
JsonMembers invoice(const std::string& json) { return {{"notas_fiscais", "[" + json + "]"}}; }

TEST(SaleRules, TheExampleIsAcceptedAndCleaned) {
  const auto verdict = judge_record("registro_venda", write_object(good()));
  expect_verdict(verdict, {"",
                           {},
                           {},
                           {{"nr_pedido", "500001"},
                            {"carga", "300"},
                            {"nr_pedido_matriz", "<null>"},
                            {"pais_destino", "BRASIL"},
                            {"id_mercado_destino", "[93]"}}});
  for (const char* const never : {"placa_caminhao", "motorista", "embarque_nome_usuario"}) {
    EXPECT_FALSE(verdict.row.contains(never)) << never;
  }
  const auto& box = verdict.children.at("venda_caixas").at(0);
  EXPECT_EQ(box.at("codigo_barras"), "10000001ZZ");
  EXPECT_EQ(box.at("codigo_rastreabilidade_ind"), "<null>");
  EXPECT_EQ(box.at("tipo_embalagem"), "9999");
  EXPECT_EQ(box.at("flag_revenda"), "false");
  EXPECT_FALSE(verdict.children.at("venda_notas").at(0).contains("xml"));
}

TEST(SaleRules, RequiredFieldsReject) {
  for (const char* const name : {"cnpj_local_estoque", "dt_venda", "nr_pedido"}) {
    const std::string violation = std::string("reject obrigatorio:") + name;
    expect({{"absent", {{name, ""}}, {violation}},
            {"null", {{name, "null"}}, {violation}},
            {"NA", {{name, R"("NA")"}}, {violation}}});
  }
}

TEST(SaleRules, AnAbsentLoadIsAnEmptyPartOfTheKey) {
  expect({{"absent", {{"carga", ""}}, {}, {{"carga", ""}}},
          {"null", {{"carga", "null"}}, {}, {{"carga", ""}}},
          {"NA", {{"carga", R"("NA")"}}, {}, {{"carga", ""}}},
          {"number", {{"carga", "300"}}, {}, {{"carga", "300"}}}});
}

TEST(SaleRules, OptionalFieldsMayBeAbsent) {
  for (const char* const name : {"cod_bloco", "cod_empresa", "dt_expedicao", "cnpj_transportadora",
                                 "id_mercado_destino", "caixas", "notas_fiscais"}) {
    expect({{"absent", {{name, ""}}}, {"null", {{name, "null"}}}});
  }
}

TEST(SaleRules, DocumentsAndDatesAreChecked) {
  expect({{"warehouse",
           {{"cnpj_local_estoque", R"("11222333000182")"}},
           {"reject cnpj:cnpj_local_estoque"}},
          {"carrier",
           {{"cnpj_transportadora", R"("11222333000182")"}},
           {"null cnpj:cnpj_transportadora"}},
          {"no date", {{"dt_venda", R"("2025-02-30")"}}, {"reject tipo:dt_venda"}},
          {"future",
           {{"dt_venda", R"("2025-02-02")"}, {"dt_expedicao", ""}},
           {"reject faixa:dt_venda"}},
          {"shipped before it was sold",
           {{"dt_expedicao", R"("2025-01-28")"}},
           {"warn comparacao:dt_venda", "warn comparacao:dt_emissao"}}});
}

TEST(SaleRules, SoldBoxesHaveBarcodesOfAnyForm) {
  expect({{"other goods", boxes(R"({"codigo_barras": "7891234567895"})")},
          {"no barcode", boxes(R"({"sku_codigo": 1})"), {"null obrigatorio:codigo_barras"}},
          {"twice",
           boxes(R"({"codigo_barras": "A"}, {"codigo_barras": "a"})"),
           {"warn unico:codigo_barras"}},
          {"good until shipping day",
           boxes(R"({"codigo_barras": "A", "dt_validade": "2025-01-30"})"),
           {"warn comparacao:dt_validade"}},
          {"no date",
           boxes(R"({"codigo_barras": "A", "dt_producao": "x"})"),
           {"null tipo:dt_producao"}},
          {"no flag",
           boxes(R"({"codigo_barras": "A", "cRevenda": "talvez"})"),
           {"null tipo:cRevenda"}},
          {"no list", {{"caixas", "1"}}, {"null tipo:caixas"}},
          {"no object", boxes("1"), {"null tipo:caixas"}}});
}

TEST(SaleRules, InvoicesAreIssuedInTimeAndHaveKeys) {
  expect(
      {{"a day after shipping", invoice(R"({"dt_emissao": "2025-01-31"})")},
       {"two days after",
        invoice(R"({"dt_emissao": "2025-02-01"})"),
        {"warn comparacao:dt_emissao"}},
       {"key with the wrong digit",
        invoice(R"({"chave": "52060433009911002506550120000007800267301614"})"),
        {"null nfe:chave"}},
       {"another number",
        invoice(R"({"numero": "1-12", "chave": ")" + std::string(kKey) + R"("})"),
        {"warn nfe:chave"}},
       {"number alone", invoice(R"({"numero": "780", "chave": ")" + std::string(kKey) + R"("})")},
       {"buyer",
        invoice(R"({"destino_cpf_cnpj": "11222333000182"})"),
        {"null cpf_ou_cnpj:destino_cpf_cnpj"}},
       {"buyer masked",
        invoice(R"({"destino_cpf_cnpj": "99999999999"})"),
        {"null cpf_ou_cnpj:destino_cpf_cnpj"}},
       {"no state", invoice(R"({"destino_estado": "EX"})"), {"null dominio:destino_estado"}}});
}

TEST(SaleRules, WhatIsNeverStoredIsNeverShown) {
  const auto verdict = judge_record(
      "registro_venda", write_object(with(good(), {{"motorista", R"({"nome": "FULANO"})"}})));
  expect_verdict(verdict, {"", {}, {"null tipo:motorista"}});
  EXPECT_EQ(verdict.reasons.dump().find("FULANO"), std::string::npos);
  EXPECT_EQ(verdict.extras, "");
}

}  // namespace
}  // namespace gdo::judge::domain::sales
