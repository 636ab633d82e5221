#include "judge/domain_rules.h"
#include "judge/good_carcass.h"

// docs/dominio.md §1a, shape A: half-carcasses. One case a rule.
namespace gdo::judge::domain::carcasses {
namespace {

void expect(const std::vector<RuleCase>& cases) { expect_cases("animais", good(), cases); }

TEST(CarcassRules, TheExampleIsAcceptedAndCleaned) {
  expect({{"as it is",
           {},
           {},
           {{"cod_empresa", "901"},
            {"cnpj_industria_abate", "11222333000181"},
            {"nr_unidade_abate", "9999"},
            {"prod_cpf_cnpj", "52998224725"},
            {"prod_nr_ie", "<null>"},
            {"dt_abate", "2025-01-27"},
            {"nr_lote_abate", "3"},
            {"codigo_barra_etiqueta", "099992701202500421"},
            {"nr_sisbov", "<null>"},
            {"peso_vivo", "<null>"},
            {"peso_carcaca", "150.2"},
            {"hr_ultima_pesagem", "2025-01-27T13:15:00Z"},
            {"dt_corte_quarto", "2025-01-28T18:30:00.125000Z"},
            {"flag_contusao", "false"},
            {"id_destino_abate", "<null>"},
            {"motivos_dif", "[]"},
            {"id_acabamento", "332"},
            {"id_raca", "<null>"},
            {"json_habilitacoes", "{}"}}}});
}

TEST(CarcassRules, RequiredFieldsReject) {
  for (const char* const name :
       {"cnpj_industria_abate", "tipo_unidade_abate", "nr_unidade_abate", "dt_abate", "lote_abate",
        "nr_sequencial", "nr_banda", "cod_barra_abate", "peso_carcaca"}) {
    const std::string violation = std::string("reject obrigatorio:") + name;
    expect({{"absent", {{name, ""}}, {violation}},
            {"null", {{name, "null"}}, {violation}},
            {"empty", {{name, R"("  ")"}}, {violation}},
            {"a null token", {{name, R"("na")"}}, {violation}},
            {"the other null token", {{name, R"("N/A")"}}, {violation}}});
  }
}

TEST(CarcassRules, OptionalFieldsMayBeAbsent) {
  for (const char* const name : kOptionalMembers) {
    expect({{"absent", {{name, ""}}}, {"null", {{name, "null"}}}, {"NA", {{name, R"("NA")"}}}});
  }
}

TEST(CarcassRules, NumbersHaveTheirRanges) {
  expect({{"plant above zero", {{"cod_empresa", "0"}}, {"null faixa:cod_empresa"}},
          {"plant no number", {{"cod_empresa", R"("x")"}}, {"null tipo:cod_empresa"}},
          {"plant beyond 32 bits", {{"cod_empresa", "99999999999"}}, {"null faixa:cod_empresa"}},
          {"lot from 1", {{"lote_abate", "0"}}, {"reject faixa:lote_abate"}},
          {"minus one is no null here", {{"lote_abate", "-1"}}, {"reject faixa:lote_abate"}},
          {"part of a lot", {{"lote_abate", "1.5"}}, {"reject tipo:lote_abate"}},
          {"live weight least", {{"peso_vivo", "150"}}, {}, {{"peso_vivo", "150"}}},
          {"live weight too low", {{"peso_vivo", "149.9"}}, {"null faixa:peso_vivo"}},
          {"live weight most", {{"peso_vivo", "1400"}}},
          {"live weight too high", {{"peso_vivo", "1400.1"}}, {"null faixa:peso_vivo"}},
          {"live weight zero as text", {{"peso_vivo", R"("0,0")"}}, {}, {{"peso_vivo", "<null>"}}},
          {"carcass least", {{"peso_carcaca", "40"}}},
          {"carcass too light", {{"peso_carcaca", "39.999"}}, {"reject faixa:peso_carcaca"}},
          {"carcass most", {{"peso_carcaca", "300"}}},
          {"carcass too heavy", {{"peso_carcaca", "300.001"}}, {"reject faixa:peso_carcaca"}},
          {"carcass zero", {{"peso_carcaca", "0"}}, {"reject faixa:peso_carcaca"}},
          {"carcass minus one", {{"peso_carcaca", "-1"}}, {"reject faixa:peso_carcaca"}},
          {"carcass huge", {{"peso_carcaca", "1e30"}}, {"reject faixa:peso_carcaca"}},
          {"pH zero", {{"valor_ph", "0"}}, {}, {{"valor_ph", "<null>"}}},
          {"pH plausible", {{"valor_ph", "5.2"}}},
          {"pH too low", {{"valor_ph", "5.19"}}, {"null faixa:valor_ph"}},
          {"pH to be warned of", {{"valor_ph", "5.8"}}, {"warn faixa:valor_ph"}},
          {"pH most", {{"valor_ph", "7.2"}}, {"warn faixa:valor_ph"}},
          {"pH too high", {{"valor_ph", "7.21"}}, {"null faixa:valor_ph"}}});
}

TEST(CarcassRules, NumbersAreReadAsProducersWriteThem) {
  expect({{"point", {{"peso_carcaca", R"("150.234")"}}, {}, {{"peso_carcaca", "150.234"}}},
          {"one point and three digits is a decimal",
           {{"peso_vivo", R"("1.234")"}},
           {"null faixa:peso_vivo"}},
          {"Brazilian", {{"peso_vivo", R"("1.234,56")"}}, {}, {{"peso_vivo", "1234.56"}}},
          {"comma", {{"peso_carcaca", R"("150,5")"}}, {}, {{"peso_carcaca", "150.5"}}},
          {"English thousands", {{"peso_vivo", R"("1,234.56")"}}, {"null tipo:peso_vivo"}},
          {"English thousands, required",
           {{"peso_carcaca", R"("1,234.56")"}},
           {"reject tipo:peso_carcaca"}},
          {"exponent", {{"peso_carcaca", "1.502e2"}}, {}, {{"peso_carcaca", "150.2"}}},
          {"whole number as text", {{"nr_banda", R"("1")"}}, {}, {{"nr_banda", "1"}}},
          {"whole number as decimal", {{"nr_banda", "1.0"}}, {}, {{"nr_banda", "1"}}},
          {"a hair too light", {{"peso_carcaca", "39.9999"}}, {"reject faixa:peso_carcaca"}},
          {"a hair too heavy",
           {{"peso_carcaca", "300.00000000000006"}},
           {"reject faixa:peso_carcaca"}},
          {"rounded when stored", {{"peso_carcaca", "150.20049"}}, {}, {{"peso_carcaca", "150.2"}}},
          {"boolean is no number", {{"peso_carcaca", "true"}}, {"reject tipo:peso_carcaca"}},
          {"object is no number", {{"peso_carcaca", "{}"}}, {"reject tipo:peso_carcaca"}},
          {"words are no number", {{"peso_carcaca", R"("abc")"}}, {"reject tipo:peso_carcaca"}}});
}

TEST(CarcassRules, UnitNumbersAreTextWithoutZeros) {
  expect({{"padded", {{"nr_unidade_abate", R"("09999")"}}, {}, {{"nr_unidade_abate", "9999"}}},
          {"number", {{"nr_unidade_abate", "9999"}}, {}, {{"nr_unidade_abate", "9999"}}},
          {"decimal", {{"nr_unidade_abate", "9999.0"}}, {}, {{"nr_unidade_abate", "9999"}}},
          {"type as number", {{"tipo_unidade_abate", "1"}}, {}, {{"tipo_unidade_abate", "1"}}},
          {"letters",
           {{"nr_unidade_abate", R"("SIF1")"}},
           {"reject padrao:nr_unidade_abate", "reject codigo_barras:cod_barra_abate"}},
          {"six digits",
           {{"nr_unidade_abate", R"("123456")"}},
           {"reject padrao:nr_unidade_abate", "reject codigo_barras:cod_barra_abate"}}});
}

TEST(CarcassRules, TheSideAndSequenceAreOfTheBarcode) {
  expect({{"side 2", {{"nr_banda", "2"}, {"cod_barra_abate", R"("099992701202500422")"}}},
          {"side 3",
           {{"nr_banda", "3"}, {"cod_barra_abate", R"("099992701202500423")"}},
           {"reject dominio:nr_banda"}},
          {"sequence most",
           {{"nr_sequencial", "9999"}, {"cod_barra_abate", R"("099992701202599991")"}}},
          {"sequence zero",
           {{"nr_sequencial", "0"}, {"cod_barra_abate", R"("099992701202500001")"}},
           {"reject faixa:nr_sequencial"}},
          {"sequence of five digits",
           {{"nr_sequencial", "10000"}},
           {"reject faixa:nr_sequencial", "reject codigo_barras:cod_barra_abate"}}});
}

TEST(CarcassRules, TheBarcodeIsRecomputed) {
  const std::vector<std::string> wrong = {"reject codigo_barras:cod_barra_abate"};
  const std::vector<std::string> shapeless = {"reject codigo_barras:cod_barra_abate",
                                              "reject padrao:cod_barra_abate"};
  expect({{"a number lost its zero",
           {{"cod_barra_abate", "99992701202500421"}},
           {},
           {{"codigo_barra_etiqueta", "099992701202500421"}}},
          {"another unit", {{"cod_barra_abate", R"("099982701202500421")"}}, wrong},
          {"another day", {{"cod_barra_abate", R"("099992801202500421")"}}, wrong},
          {"another sequence", {{"cod_barra_abate", R"("099992701202500431")"}}, wrong},
          {"another side", {{"cod_barra_abate", R"("099992701202500422")"}}, wrong},
          {"17 digits", {{"cod_barra_abate", R"("99992701202500421")"}}, shapeless},
          {"19 digits", {{"cod_barra_abate", R"("0999927012025004212")"}}, shapeless},
          {"a letter", {{"cod_barra_abate", R"("X99992701202500421")"}}, shapeless}});
}

TEST(CarcassRules, DatesExistAndAreDayFirstWithSlashes) {
  expect({{"midnight as UTC",
           {{"dt_abate", R"("2025-01-27T03:00:00.000Z")"}},
           {},
           {{"dt_abate", "2025-01-27"}}},
          {"the first ten characters",
           {{"dt_abate", R"("2025-01-27T23:59:59-03:00")"}},
           {},
           {{"dt_abate", "2025-01-27"}}},
          {"day first", {{"dt_abate", R"("27/01/2025")"}}, {}, {{"dt_abate", "2025-01-27"}}},
          {"day first, optional",
           {{"dt_compra", R"("10/01/2025")"}},
           {},
           {{"dt_compra", "2025-01-10"}}},
          {"no 30 February", {{"dt_compra", R"("2025-02-30")"}}, {"null tipo:dt_compra"}},
          {"no leap day in 2023", {{"dt_compra", R"("2023-02-29")"}}, {"null tipo:dt_compra"}},
          {"leap day", {{"dt_compra", R"("2024-02-29")"}}, {}, {{"dt_compra", "2024-02-29"}}},
          {"no leap day in 1900", {{"dt_compra", R"("1900-02-29")"}}, {"null tipo:dt_compra"}},
          {"month first is no date", {{"dt_compra", R"("01/13/2025")"}}, {"null tipo:dt_compra"}},
          {"no month 13", {{"dt_compra", R"("2024-13-01")"}}, {"null tipo:dt_compra"}},
          {"no year 0", {{"dt_compra", R"("0000-01-01")"}}, {"null tipo:dt_compra"}},
          {"year 1", {{"dt_compra", R"("0001-01-01")"}}, {"null faixa:dt_compra"}},
          {"year 9999 is the future", {{"dt_compra", R"("9999-12-31")"}}, {"null faixa:dt_compra"}},
          {"a number is no date", {{"dt_compra", "20250110"}}, {"null tipo:dt_compra"}},
          {"required", {{"dt_abate", R"("2025-02-30")"}}, {"reject tipo:dt_abate"}}});
}

TEST(CarcassRules, TheFutureBeginsADayAfterTheFile) {
  expect({{"tomorrow is not the future", {{"dt_fechamento_camera_abate", R"("2025-02-01")"}}},
          {"the day after is",
           {{"dt_fechamento_camera_abate", R"("2025-02-02")"}},
           {"null faixa:dt_fechamento_camera_abate"}},
          {"required",
           {{"dt_abate", R"("2025-02-02")"},
            {"cod_barra_abate", R"("099990202202500421")"},
            {"hr_ultima_pesagem", ""}},
           {"reject faixa:dt_abate"}}});
}

TEST(CarcassRules, DateOrderWarns) {
  expect({{"bought after slaughter",
           {{"dt_compra", R"("2025-01-28")"}},
           {"warn comparacao:dt_compra"}},
          {"bought the same day", {{"dt_compra", R"("2025-01-27")"}}},
          {"born the day of slaughter",
           {{"dt_nascimento", R"("2025-01-27")"}},
           {"warn comparacao:dt_nascimento"}},
          {"240 months", {{"dt_nascimento", R"("2005-01-27")"}}},
          {"older than 240 months",
           {{"dt_nascimento", R"("2005-01-26")"}},
           {"warn comparacao:dt_nascimento"}},
          {"weighed the next day", {{"hr_ultima_pesagem", R"("2025-01-28T01:00:00")"}}},
          {"weighed two days later",
           {{"hr_ultima_pesagem", R"("2025-01-29T00:00:00")"}},
           {"warn comparacao:hr_ultima_pesagem"}},
          {"weighed before",
           {{"hr_ultima_pesagem", R"("2025-01-26T23:59:59")"}},
           {"warn comparacao:hr_ultima_pesagem"}},
          {"the local day counts", {{"hr_ultima_pesagem", R"("2025-01-29T02:00:00Z")"}}},
          {"chiller closed before it opened",
           {{"dt_fechamento_camera_abate", R"("2025-01-26")"}},
           {"warn comparacao:dt_abertura_camera_abate"}},
          {"quartered before the chiller opened",
           {{"dt_corte_quarto", R"("2025-01-26T12:00:00")"}},
           {"warn comparacao:dt_corte_quarto"}}});
}

TEST(CarcassRules, TimesHaveZones) {
  expect({{"local time",
           {{"hr_ultima_pesagem", R"("2025-01-27 10:15")"}},
           {},
           {{"hr_ultima_pesagem", "2025-01-27T13:15:00Z"}}},
          {"UTC",
           {{"hr_ultima_pesagem", R"("2025-01-27T10:15:00Z")"}},
           {},
           {{"hr_ultima_pesagem", "2025-01-27T10:15:00Z"}}},
          {"offset",
           {{"hr_ultima_pesagem", R"("2025-01-27T10:15:00-04:00")"}},
           {},
           {{"hr_ultima_pesagem", "2025-01-27T14:15:00Z"}}},
          {"summer time was",
           {{"dt_nascimento", ""}, {"dt_corte_quarto", R"("2019-01-15T12:00:00")"}},
           {"warn comparacao:dt_corte_quarto"},
           {{"dt_corte_quarto", "2019-01-15T14:00:00Z"}}},
          {"no hour 25",
           {{"hr_ultima_pesagem", R"("2025-01-27T25:00:00")"}},
           {"null tipo:hr_ultima_pesagem"}}});
}

TEST(CarcassRules, DocumentsAreCheckedAndPadded) {
  const std::vector<std::string> invalid = {"null cpf_ou_cnpj:prod_cpf_cnpj"};
  expect(
      {{"CPF", {{"prod_cpf_cnpj", R"("111.444.777-35")"}}, {}, {{"prod_cpf_cnpj", "11144477735"}}},
       {"CPF that lost a zero",
        {{"prod_cpf_cnpj", "1234567890"}},
        {},
        {{"prod_cpf_cnpj", "01234567890"}}},
       {"short CPF", {{"prod_cpf_cnpj", "191"}}, {}, {{"prod_cpf_cnpj", "00000000191"}}},
       {"wrong digit", {{"prod_cpf_cnpj", R"("52998224726")"}}, invalid},
       {"CNPJ",
        {{"prod_cpf_cnpj", R"("11.222.333/0001-81")"}},
        {},
        {{"prod_cpf_cnpj", "11222333000181"}}},
       {"CNPJ of 12 digits is padded to 14", {{"prod_cpf_cnpj", "112223330001"}}, invalid},
       {"a mask is null",
        {{"prod_cpf_cnpj", R"("11111111111")"}},
        invalid,
        {{"prod_cpf_cnpj", "<null>"}}},
       {"all zeros are null",
        {{"prod_cpf_cnpj", R"("00000000000000")"}},
        {},
        {{"prod_cpf_cnpj", "<null>"}}},
       {"published alphanumeric CNPJ",
        {{"cnpj_industria_abate", R"("12.abc.345/01DE-35")"}},
        {},
        {{"cnpj_industria_abate", "12ABC34501DE35"}}},
       {"vector 2", {{"cnpj_industria_abate", R"("1345C3A5000106")"}}},
       {"vector 3", {{"cnpj_industria_abate", R"("A0B1C2D3000179")"}}},
       {"wrong alphanumeric digit",
        {{"cnpj_industria_abate", R"("12ABC34501DE36")"}},
        {"reject cnpj:cnpj_industria_abate"}},
       {"number",
        {{"cnpj_industria_abate", "11222333000181"}},
        {},
        {{"cnpj_industria_abate", "11222333000181"}}},
       {"all zeros",
        {{"cnpj_industria_abate", R"("00000000000000")"}},
        {"reject obrigatorio:cnpj_industria_abate"}},
       {"wrong digit, required",
        {{"cnpj_industria_abate", R"("11222333000182")"}},
        {"reject cnpj:cnpj_industria_abate"}},
       {"state registration",
        {{"prod_nr_ie", R"("13.123.456-7")"}},
        {},
        {{"prod_nr_ie", "131234567"}}},
       {"exempt", {{"prod_nr_ie", R"("Isento")"}}, {}, {{"prod_nr_ie", "<null>"}}}});
}

TEST(CarcassRules, CodesAreMapped) {
  expect({{"small letter", {{"sexo", R"("f")"}}, {}, {{"sexo", "F"}}},
          {"bull", {{"sexo", R"("Touro")"}}, {}, {{"sexo", "M"}, {"sexo_original", "Touro"}}},
          {"heifer", {{"sexo", R"("NOVILHA")"}}, {}, {{"sexo", "F"}}},
          {"with accent", {{"sexo", R"("Fêmea")"}}, {}, {{"sexo", "F"}}},
          {"castrated stays apart", {{"sexo", R"("castrado")"}}, {}, {{"sexo", "C"}}},
          {"unknown", {{"sexo", R"("X")"}}, {"null dominio:sexo"}},
          {"SISBOV", {{"nr_sisbov", R"("076123456789012")"}}},
          {"SISBOV with blanks",
           {{"nr_sisbov", R"("076 1234 5678 9012")"}},
           {},
           {{"nr_sisbov", "076123456789012"}}},
          {"SISBOV of another prefix",
           {{"nr_sisbov", R"("105123456789012")"}},
           {"warn sisbov:nr_sisbov"},
           {{"nr_sisbov", "105123456789012"}}},
          {"SISBOV too short", {{"nr_sisbov", R"("07612345678901")"}}, {"null sisbov:nr_sisbov"}},
          {"SISBOV with a letter",
           {{"nr_sisbov", R"("07612345678901A")"}},
           {"null sisbov:nr_sisbov"}}});
}

TEST(CarcassRules, BruisesAreOfThreeTypes) {
  expect({{"text", {{"flag_contusao", R"("True")"}}, {}, {{"flag_contusao", "true"}}},
          {"boolean", {{"flag_contusao", "true"}}, {}, {{"flag_contusao", "true"}}},
          {"one", {{"flag_contusao", "1"}}, {}, {{"flag_contusao", "true"}}},
          {"zero", {{"flag_contusao", "0"}}, {}, {{"flag_contusao", "false"}}},
          {"neither", {{"flag_contusao", "2"}}, {"null tipo:flag_contusao"}}});
}

TEST(CarcassRules, LookUpsAndLists) {
  expect({{"minus one as text",
           {{"id_destino_abate", R"("-1")"}},
           {},
           {{"id_destino_abate", "<null>"}}},
          {"zero", {{"id_categoria", "0"}}, {}, {{"id_categoria", "<null>"}}},
          {"kept as sent",
           {{"id_habilitacao_mercado_etiqueta", "7"}},
           {},
           {{"id_habilitacao_mercado_etiqueta", "7"}}},
          {"minus one is dropped",
           {{"motivos_dif",
             R"([{"id": 4, "descricao": "ABSCESSO"}, {"id": "-1", "descricao": "N/A"}])"}},
           {},
           {{"motivos_dif", R"([{"id": 4, "descricao": "ABSCESSO"}])"}}},
          {"no list", {{"motivos_dif", R"({"id": 4})"}}, {"null tipo:motivos_dif"}},
          {"clearances",
           {{"habilitacoes_etiqueta", R"({"UE": true})"}},
           {},
           {{"json_habilitacoes", R"({"UE": true})"}}}});
}

TEST(CarcassRules, TextIsTrimmedComposedAndFolded) {
  expect({{"blanks",
           {{"sku_descricao", "\"  MEIA \\t CARCAÇA\\u00a0\""}},
           {},
           {{"sku_descricao", "MEIA CARCAÇA"}}},
          {"form C", {{"sku_descricao", "\"CARCAC\u0327A\""}}, {}, {{"sku_descricao", "CARCAÇA"}}},
          {"no text for PostgreSQL", {{"nr_op", R"("10\u000001")"}}, {"null utf8_invalido:nr_op"}},
          {"lone surrogate", {{"nr_op", R"("10\ud80001")"}}, {"null utf8_invalido:nr_op"}}});
}

TEST(CarcassRules, ARepeatedMemberIsWarnedOfAndTheLastCounts) {
  std::string json = write_object(good());
  json.insert(json.size() - 1, R"(, "id_raca": 5)");
  const auto verdict = judge_record("animais", json);
  expect_verdict(verdict, {"", {}, {"warn unico:id_raca"}, {{"id_raca", "5"}}});
}

TEST(CarcassRules, ARepeatedCarcassIsWarnedOf) {
  Judge judge(*built_in().payload("animais"));
  judge.begin_document(midday({2025, 1, 31}));
  (void)judge_all(judge, write_object(good()));
  const auto again = judge_all(judge, write_object(good()));
  expect_verdict(again.at(0), {"", {}, {"warn unico:nr_banda"}});
  judge.begin_document(midday({2025, 1, 31}));
  expect_verdict(judge_all(judge, write_object(good())).at(0), {"", {}, {}});
}

TEST(CarcassRules, UnknownMembersAreKept) {
  const auto verdict =
      judge_record("animais", write_object(with(good(), {{"nr_campo_novo", "[1, 2]"}})));
  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(verdict.extras, R"({"nr_campo_novo":[1, 2]})");
}

TEST(CarcassRules, ABooleanIsNoText) {
  expect({{"optional", {{"nr_op", "true"}}, {"null tipo:nr_op"}, {{"nr_op", "<null>"}}},
          {"code", {{"sexo", "true"}}, {"null tipo:sexo"}},
          {"required", {{"tipo_unidade_abate", "false"}}, {"reject tipo:tipo_unidade_abate"}}});
}

TEST(CarcassRules, AnyOfTwoMembersMakesTheShape) {
  EXPECT_EQ(judge_record("animais", R"({"nr_sequencial": 1, "id_animal": "A"})").entity,
            "carcacas");
  EXPECT_EQ(judge_record("animais", R"({"cod_barra_abate": "1"})").entity, "carcacas");
  EXPECT_EQ(judge_record("animais", R"({"nr_sequencial": null, "id_animal": "A"})").entity,
            "animais");
  const auto neither = judge_record("animais", R"({"brinco": "1"})");
  EXPECT_FALSE(neither.accepted);
  EXPECT_EQ(neither.rules, std::vector<std::string>{"forma_desconhecida"});
}

}  // namespace
}  // namespace gdo::judge::domain::carcasses
