#include "judge/domain_rules.h"

// docs/dominio.md §1d: boxes under their header. One case a rule.
namespace gdo::judge::domain::boxes {
namespace {

const JsonMembers& header() {
  static const JsonMembers members = {{"cod_bloco", "9"},
                                      {"cod_empresa", "901"},
                                      {"tipo_unidade_desossa", R"("1")"},
                                      {"nr_unidade_desossa", "9999"},
                                      {"nr_op_desossa", R"("70001")"},
                                      {"dt_abate", R"("2025-01-27")"},
                                      {"cnpj_industria_abate", R"("11222333000181")"},
                                      {"cnpj_industria_desossa", R"("11222333000181")"}};
  return members;
}

const JsonMembers& box() {
  static const JsonMembers members = {{"codigo_barras", R"("10000001ZZ")"},
                                      {"codigo_rastreabilidade_ind", R"("9999-27/01/25-00-0-0")"},
                                      {"sku_codigo", "10"},
                                      {"sku_descricao", R"("PATINHO BOV CONG")"},
                                      {"dt_abate", R"("2025-01-27")"},
                                      {"dt_producao", R"("2025-01-28")"},
                                      {"dt_embalagem", R"("2025-01-29")"},
                                      {"dt_validade", R"("2026-01-29")"},
                                      {"dt_hora_pesagem", R"("2025-01-29T07:45:10")"},
                                      {"tipo_armazenamento", "2"},
                                      {"peso_liquido", "21.40"},
                                      {"peso_bruto", "22.33"},
                                      {"tara_total", "0.93"},
                                      {"tara_primaria", "0.11"},
                                      {"qtde_pecas", "12"},
                                      {"id_habilitacao_mercado", R"([{"id": 93}, {"id": 45}])"}};
  return members;
}

std::string document(const JsonMembers& head, const std::vector<JsonMembers>& boxes) {
  std::string array = "[";
  for (const auto& one : boxes) array += (array.size() > 1 ? ", " : "") + write_object(one);
  return write_object(with(head, {{"saida_desossa", array + "]"}}));
}

void expect_boxes(const std::vector<RuleCase>& cases) {
  for (const auto& one : cases) {
    const std::string json = document(header(), {with(box(), one.set)});
    SCOPED_TRACE(std::string(one.what) + ": " + json);
    expect_verdict(judge_record("caixas", json), one);
  }
}

void expect_headers(const std::vector<RuleCase>& cases) {
  for (const auto& one : cases) {
    const std::string json = document(with(header(), one.set), {box()});
    SCOPED_TRACE(std::string(one.what) + ": " + json);
    expect_verdict(judge_record("caixas", json), one);
  }
}

TEST(BoxRules, TheExampleIsAcceptedAndCleaned) {
  expect_boxes({{"as it is",
                 {},
                 {},
                 {{"nr_unidade_desossa", "9999"},
                  {"nr_op_desossa", "70001"},
                  {"codigo_barras", "10000001ZZ"},
                  {"dt_abate", "2025-01-27"},
                  {"tipo_armazenamento", "2"},
                  {"peso_liquido", "21.4"},
                  {"id_habilitacao_mercado", "[93,45]"},
                  {"dt_hora_pesagem", "2025-01-29T10:45:10Z"}}}});
}

TEST(BoxRules, RequiredFieldsReject) {
  for (const char* const name :
       {"codigo_barras", "sku_codigo", "sku_descricao", "dt_producao", "dt_validade",
        "tipo_armazenamento", "peso_liquido", "peso_bruto", "tara_total", "tara_primaria"}) {
    const std::string violation = std::string("reject obrigatorio:") + name;
    expect_boxes({{"absent", {{name, ""}}, {violation}},
                  {"null", {{name, "null"}}, {violation}},
                  {"NA", {{name, R"("NA")"}}, {violation}}});
  }
}

TEST(BoxRules, OptionalFieldsMayBeAbsent) {
  for (const char* const name : {"codigo_rastreabilidade_ind", "dt_abate", "dt_embalagem",
                                 "dt_hora_pesagem", "qtde_pecas", "id_habilitacao_mercado"}) {
    expect_boxes({{"absent", {{name, ""}}}, {"empty", {{name, R"("")"}}}});
  }
}

TEST(BoxRules, AFailingHeaderRejectsEveryBox) {
  const std::string json = document(with(header(), {{"nr_op_desossa", R"("")"}}), {box(), box()});
  Judge judge(*built_in().payload("caixas"));
  judge.begin_document(midday({2025, 1, 31}));
  const auto verdicts = judge_all(judge, json);
  ASSERT_EQ(verdicts.size(), 2U);
  expect_verdict(verdicts[0], {"", {}, {"reject obrigatorio:nr_op_desossa"}});
  expect_verdict(verdicts[1],
                 {"", {}, {"reject obrigatorio:nr_op_desossa", "warn unico:codigo_barras"}});
}

TEST(BoxRules, HeaderFieldsHaveTheirRules) {
  expect_headers(
      {{"order as number", {{"nr_op_desossa", "70001"}}, {}, {{"nr_op_desossa", "70001"}}},
       {"order missing", {{"nr_op_desossa", ""}}, {"reject obrigatorio:nr_op_desossa"}},
       {"unit padded",
        {{"nr_unidade_desossa", R"("09999")"}},
        {},
        {{"nr_unidade_desossa", "9999"}}},
       {"unit missing",
        {{"nr_unidade_desossa", "null"}},
        {"reject obrigatorio:nr_unidade_desossa"}},
       {"unit of letters",
        {{"nr_unidade_desossa", R"("ABC")"}},
        {"reject padrao:nr_unidade_desossa"}},
       {"date optional", {{"dt_abate", ""}}, {}, {{"dt_abate_ordem", "<null>"}}},
       {"date impossible", {{"dt_abate", R"("2025-02-30")"}}, {"null tipo:dt_abate"}},
       {"slaughterer's CNPJ optional", {{"cnpj_industria_abate", ""}}},
       {"CNPJ wrong",
        {{"cnpj_industria_abate", R"("11222333000182")"}},
        {"null cnpj:cnpj_industria_abate"}},
       {"CNPJ zero",
        {{"cnpj_industria_desossa", R"("00000000000000")"}},
        {},
        {{"cnpj_industria_desossa", "<null>"}}}});
}

TEST(BoxRules, ABoxOfAnotherDayThanItsHeaderIsWarnedOf) {
  expect_boxes({{"another day",
                 {{"dt_abate", R"("2025-01-26")"}, {"codigo_rastreabilidade_ind", ""}},
                 {"warn comparacao:dt_abate"},
                 {{"dt_abate", "2025-01-26"}}}});
}

TEST(BoxRules, ABoxWithoutDateHasItsHeaders) {
  expect_boxes({{"absent", {{"dt_abate", ""}}, {}, {{"dt_abate", "2025-01-27"}}},
                {"invalid",
                 {{"dt_abate", R"("2025-02-30")"}},
                 {"null tipo:dt_abate"},
                 {{"dt_abate", "2025-01-27"}}}});
}

TEST(BoxRules, BarcodesHaveTwoForms) {
  expect_boxes(
      {{"nine digits", {{"codigo_barras", R"("100000012Z")"}}},
       {"small letters",
        {{"codigo_barras", R"("10000001zz")"}},
        {},
        {{"codigo_barras", "10000001ZZ"}}},
       {"no letters", {{"codigo_barras", R"("1000000123")"}}, {"reject padrao:codigo_barras"}},
       {"three letters", {{"codigo_barras", R"("1000000ZZZ")"}}, {"reject padrao:codigo_barras"}},
       {"too short", {{"codigo_barras", R"("1000A")"}}, {"reject padrao:codigo_barras"}},
       {"too long", {{"codigo_barras", R"("100000011ZZ")"}}, {"reject padrao:codigo_barras"}}});
}

TEST(BoxRules, TheTraceCodeCarriesTheSlaughterDate) {
  expect_boxes({{"another day",
                 {{"codigo_rastreabilidade_ind", R"("9999-28/01/25-00-0-0")"}},
                 {"warn codigo_barras:codigo_rastreabilidade_ind"}},
                {"malformed",
                 {{"codigo_rastreabilidade_ind", R"("9999/27-01-25")"}},
                 {"null padrao:codigo_rastreabilidade_ind"}}});
}

TEST(BoxRules, WeightsHaveTheirRangesAndAddUp) {
  expect_boxes(
      {{"net least", {{"peso_liquido", "0.001"}, {"peso_bruto", "0.931"}}},
       {"net zero", {{"peso_liquido", "0"}, {"peso_bruto", "0.93"}}, {"reject faixa:peso_liquido"}},
       {"net negative",
        {{"peso_liquido", "-9.5"}, {"peso_bruto", "21.4"}, {"tara_total", "30.9"}},
        {"reject faixa:peso_liquido", "warn comparacao:tara_total"}},
       {"net rounded to nothing",
        {{"peso_liquido", "0.0004"}, {"peso_bruto", "0.93"}},
        {"reject faixa:peso_liquido"}},
       {"net rounded to a gram",
        {{"peso_liquido", "0.0005"}, {"peso_bruto", "0.931"}},
        {},
        {{"peso_liquido", "0.001"}}},
       {"net rounded to the most",
        {{"peso_liquido", "40.0004"}, {"peso_bruto", "40.93"}},
        {},
        {{"peso_liquido", "40"}}},
       {"gross zero",
        {{"peso_bruto", "0"}},
        {"reject faixa:peso_bruto", "warn comparacao:peso_liquido", "warn comparacao:tara_total"}},
       {"gross rounded to nothing",
        {{"peso_bruto", "0.0004"}},
        {"reject faixa:peso_bruto", "warn comparacao:peso_liquido", "warn comparacao:tara_total"}},
       {"gross most", {{"peso_bruto", "60"}}, {"warn comparacao:peso_liquido"}},
       {"gross too much",
        {{"peso_bruto", "60.001"}},
        {"warn faixa:peso_bruto", "warn comparacao:peso_liquido"}},
       {"tare above gross",
        {{"tara_total", "23"}},
        {"warn comparacao:peso_liquido", "warn comparacao:tara_total"}},
       {"tare negative",
        {{"tara_total", "-0.5"}},
        {"reject faixa:tara_total", "warn comparacao:peso_liquido",
         "warn comparacao:tara_primaria"}},
       {"primary tare negative", {{"tara_primaria", "-0.001"}}, {"reject faixa:tara_primaria"}},
       {"net most", {{"peso_liquido", "40"}, {"peso_bruto", "40.93"}}},
       {"net too much",
        {{"peso_liquido", "40.001"}, {"peso_bruto", "40.931"}},
        {"reject faixa:peso_liquido"}},
       {"net beyond the column", {{"peso_liquido", "123456789"}}, {"reject faixa:peso_liquido"}},
       {"net no number", {{"peso_liquido", R"("vinte")"}}, {"reject tipo:peso_liquido"}},
       {"within tolerance", {{"peso_liquido", "21.402"}}},
       {"beyond tolerance", {{"peso_liquido", "21.403"}}, {"warn comparacao:peso_liquido"}},
       {"with comma", {{"peso_bruto", R"("22,33")"}}, {}, {{"peso_bruto", "22.33"}}},
       {"primary tare most", {{"tara_primaria", "0.93"}}},
       {"primary tare above all",
        {{"tara_primaria", "0.931"}},
        {"warn comparacao:tara_primaria"}}});
}

TEST(BoxRules, PiecesAreOneToSixty) {
  expect_boxes({{"one", {{"qtde_pecas", "1"}}},
                {"sixty", {{"qtde_pecas", "60"}}},
                {"none", {{"qtde_pecas", "0"}}, {"null faixa:qtde_pecas"}},
                {"too many", {{"qtde_pecas", "150"}}, {"null faixa:qtde_pecas"}},
                {"half", {{"qtde_pecas", "1.5"}}, {"null tipo:qtde_pecas"}}});
}

TEST(BoxRules, DatesAreInOrder) {
  expect_boxes(
      {{"made on the day of slaughter", {{"dt_producao", R"("2025-01-27")"}}},
       {"made before", {{"dt_producao", R"("2025-01-26")"}}, {"warn comparacao:dt_producao"}},
       {"packed before made",
        {{"dt_embalagem", R"("2025-01-27")"}, {"dt_hora_pesagem", ""}},
        {"warn comparacao:dt_embalagem"}},
       {"weighed another day",
        {{"dt_hora_pesagem", R"("2025-01-28T07:45:10")"}},
        {"warn comparacao:dt_hora_pesagem"}},
       {"good until packing day",
        {{"dt_validade", R"("2025-01-29")"}},
        {"warn comparacao:dt_validade"}},
       {"made in the future",
        {{"dt_producao", R"("2025-02-02")"}, {"dt_embalagem", ""}, {"dt_hora_pesagem", ""}},
        {"reject faixa:dt_producao"}},
       {"good in the future", {{"dt_validade", R"("2099-12-31")"}}},
       {"no date", {{"dt_validade", R"("2025-06-31")"}}, {"reject tipo:dt_validade"}},
       {"day first", {{"dt_validade", R"("29/03/2025")"}}, {}, {{"dt_validade", "2025-03-29"}}}});
}

TEST(BoxRules, StorageAgreesWithTheDescription) {
  expect_boxes(
      {{"frozen as text", {{"tipo_armazenamento", R"("2")"}}, {}, {{"tipo_armazenamento", "2"}}},
       {"frozen as decimal", {{"tipo_armazenamento", "2.0"}}, {}, {{"tipo_armazenamento", "2"}}},
       {"frozen as word", {{"tipo_armazenamento", R"("CONG")"}}, {}, {{"tipo_armazenamento", "2"}}},
       {"chilled, but described as frozen",
        {{"tipo_armazenamento", "1"}},
        {"warn padrao:sku_descricao"}},
       {"frozen, but described as chilled",
        {{"sku_descricao", R"("PATINHO BOV RESF")"}},
        {"warn padrao:sku_descricao"}},
       {"neither", {{"tipo_armazenamento", "3"}}, {"reject dominio:tipo_armazenamento"}},
       {"zero", {{"tipo_armazenamento", "0"}}, {"reject dominio:tipo_armazenamento"}}});
}

TEST(BoxRules, ProductsAreNumbered) {
  expect_boxes({{"text", {{"sku_codigo", R"("10")"}}, {}, {{"sku_codigo", "10"}}},
                {"letters", {{"sku_codigo", R"("A1")"}}, {"reject tipo:sku_codigo"}},
                {"bare markets",
                 {{"id_habilitacao_mercado", "[2, 45]"}},
                 {},
                 {{"id_habilitacao_mercado", "[2,45]"}}},
                {"no list of markets",
                 {{"id_habilitacao_mercado", "93"}},
                 {"null tipo:id_habilitacao_mercado"}}});
}

TEST(BoxRules, OnlyAnArrayOfObjectsHoldsBoxes) {
  const auto of = [](const char* boxes) {
    return judge_record("caixas", write_object(with(header(), {{"saida_desossa", boxes}})));
  };
  expect_verdict(of(""), {"", {}, {"reject obrigatorio:saida_desossa"}});
  expect_verdict(of("null"), {"", {}, {"reject obrigatorio:saida_desossa"}});
  expect_verdict(of("{}"), {"", {}, {"reject tipo:saida_desossa"}});
  const auto number = of("[7]");
  EXPECT_EQ(number.number, 1);
  expect_verdict(number, {"", {}, {"reject tipo:saida_desossa"}});
}

TEST(BoxRules, EveryViolationOfABoxIsTold) {
  expect_boxes({{"many",
                 {{"codigo_barras", R"("???")"},
                  {"tipo_armazenamento", "9"},
                  {"qtde_pecas", "150"},
                  {"peso_liquido", R"("x")"}},
                 {"reject padrao:codigo_barras", "reject dominio:tipo_armazenamento",
                  "null faixa:qtde_pecas", "reject tipo:peso_liquido"}}});
}

}  // namespace
}  // namespace gdo::judge::domain::boxes
