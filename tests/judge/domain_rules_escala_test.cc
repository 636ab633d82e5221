#include "judge/domain_rules.h"

// docs/dominio.md §1b: the slaughter schedule. One case a rule.
namespace gdo::judge::domain::schedule {
namespace {

constexpr const char* kInvoice =
    R"([{"numero": "78000-1", "natureza": "COMPRA", "chave": "%KEY%", "xml": "H4sIAAAA",)"
    R"( "origem_cpf_cnpj": "52998224725", "origem_estado": "MT", "dt_emissao": "2025-01-20",)"
    R"( "itens": [{"qtde": 2, "un_medida": "CAB", "ncm": "01029000"}]}])";

const JsonMembers& good() {
  static const JsonMembers members = {
      {"cod_empresa", "901"},
      {"cnpj_industria_abate", R"("11222333000181")"},
      {"tipo_unidade_abate", R"("1")"},
      {"nr_unidade_abate", R"("9999")"},
      {"dt_abate", R"("2025-01-27")"},
      {"nr_lote_abate", "2"},
      {"nr_seq_abate", "101"},
      {"qtde_animais", "150"},
      {"nr_op", R"("")"},
      {"nr_currais", R"("")"},
      {"nr_ordem_compra", R"("400001")"},
      {"dt_compra", R"("2025-01-15")"},
      {"prod_nome_razaosocial", R"("PRODUTOR FICTICIO")"},
      {"prod_cpf_cnpj", R"("52998224725")"},
      {"prod_nr_ie", R"("NA")"},
      {"prod_nr_rg", R"("NA")"},
      {"id_fornecedor", "1001"},
      {"prod_estado", R"("MT")"},
      {"prod_cep", R"("78.000-000")"},
      {"faz_id", "17"},
      {"faz_nome", R"("FAZENDA MODELO - PRODUTOR FIC")"},
      {"faz_cidade", R"("CUIABA")"},
      {"faz_estado", R"("MT")"},
      {"faz_geo_latitude", "-15.60123"},
      {"faz_geo_longitude", "-56.09781"},
      {"faz_nr_car", R"("MT-5103403-0123456789ABCDEF0123456789ABCDEF")"},
      {"status_analise_propriedade", R"("APTA")"},
      {"cnpj_empresa_ambiental", R"("11222333000181")"},
      {"caminhoes", R"([{"placa_veiculo": "ABC1D23"}])"},
      {"gtas", R"([{"nr_gta": "100001"}, {"nr_gta": 100002}])"}};
  return members;
}

void expect(const std::vector<RuleCase>& cases) { expect_cases("escala", good(), cases); }

std::string invoice(const std::string& key, const std::string& number = "78000-1") {
  std::string json = kInvoice;
  json.replace(json.find("%KEY%"), 5, key);
  json.replace(json.find("78000-1"), 7, number);
  return json;
}

TEST(ScheduleRules, TheExampleIsAcceptedAndCleaned) {
  const auto verdict = judge_record("escala", write_object(good()));
  expect_verdict(verdict, {"",
                           {},
                           {},
                           {{"nr_unidade_abate", "9999"},
                            {"nr_lote_abate", "2"},
                            {"nr_op", "<null>"},
                            {"id_fornecedor", "1001"},
                            {"prod_cep", "78000000"},
                            {"faz_id", "17"},
                            {"faz_nome", "FAZENDA MODELO"},
                            {"faz_geo_latitude", "-15.60123"},
                            {"faz_estado", "MT"}}});
  ASSERT_EQ(verdict.children.at("escala_gtas").size(), 2U);
  EXPECT_EQ(verdict.children.at("escala_gtas")[1].at("nr_gta"), "100002");
  EXPECT_EQ(verdict.children.at("escala_gtas")[1].at("uf"), "MT");
  EXPECT_FALSE(verdict.row.contains("prod_nr_rg"));
  EXPECT_FALSE(verdict.children.contains("escala_caminhoes"));
}

TEST(ScheduleRules, RequiredFieldsReject) {
  for (const char* const name :
       {"cod_empresa", "cnpj_industria_abate", "tipo_unidade_abate", "nr_unidade_abate", "dt_abate",
        "nr_lote_abate", "qtde_animais", "faz_nome", "faz_estado"}) {
    const std::string violation = std::string("reject obrigatorio:") + name;
    expect({{"absent", {{name, ""}}, {violation}},
            {"null", {{name, "null"}}, {violation}},
            {"NA", {{name, R"("NA")"}}, {violation}}});
  }
  expect({{"no transit permits", {{"gtas", ""}}, {"reject obrigatorio:gtas"}},
          {"null transit permits", {{"gtas", "null"}}, {"reject obrigatorio:gtas"}},
          {"an empty list is one", {{"gtas", "[]"}}}});
}

TEST(ScheduleRules, TheProducersDocumentIsNulledAndRejectsNothing) {
  expect({{"wrong digit",
           {{"prod_cpf_cnpj", R"("52998224726")"}},
           {"null cpf_ou_cnpj:prod_cpf_cnpj"},
           {{"prod_cpf_cnpj", "<null>"}}},
          {"a mask", {{"prod_cpf_cnpj", R"("11111111111")"}}, {"null cpf_ou_cnpj:prod_cpf_cnpj"}},
          {"zeros", {{"prod_cpf_cnpj", R"("00000000000000")"}}, {"null obrigatorio:prod_cpf_cnpj"}},
          {"empty", {{"prod_cpf_cnpj", R"("")"}}, {"null obrigatorio:prod_cpf_cnpj"}},
          {"NA", {{"prod_cpf_cnpj", R"("NA")"}}, {"null obrigatorio:prod_cpf_cnpj"}},
          {"CNPJ",
           {{"prod_cpf_cnpj", R"("12ABC34501DE35")"}},
           {},
           {{"prod_cpf_cnpj", "12ABC34501DE35"}}}});
}

TEST(ScheduleRules, NumbersHaveTheirRanges) {
  expect({{"plant", {{"cod_empresa", "0"}}, {"reject faixa:cod_empresa"}},
          {"one head", {{"qtde_animais", "1"}}},
          {"most head", {{"qtde_animais", "2000"}}},
          {"no head", {{"qtde_animais", "0"}}, {"reject faixa:qtde_animais"}},
          {"too many head", {{"qtde_animais", "2001"}}, {"reject faixa:qtde_animais"}},
          {"lot zero", {{"nr_lote_abate", "0"}}, {"reject faixa:nr_lote_abate"}},
          {"first sequence optional", {{"nr_seq_abate", ""}}},
          {"first sequence zero", {{"nr_seq_abate", "0"}}, {"null faixa:nr_seq_abate"}}});
}

TEST(ScheduleRules, DatesAreChecked) {
  expect({{"impossible", {{"dt_abate", R"("2025-02-30")"}}, {"reject tipo:dt_abate"}},
          {"future", {{"dt_abate", R"("2025-02-02")"}}, {"reject faixa:dt_abate"}},
          {"bought later", {{"dt_compra", R"("2025-01-28")"}}, {"warn comparacao:dt_compra"}}});
}

TEST(ScheduleRules, StatesAndPostcodes) {
  expect({{"small letters", {{"faz_estado", R"("mt")"}}, {}, {{"faz_estado", "MT"}}},
          {"a name", {{"faz_estado", R"("Mato Grosso")"}}, {}, {{"faz_estado", "MT"}}},
          {"no state", {{"faz_estado", R"("XX")"}}, {"reject dominio:faz_estado"}},
          {"producer's state", {{"prod_estado", R"("XX")"}}, {"null dominio:prod_estado"}},
          {"postcode zero", {{"prod_cep", "0"}}, {}, {{"prod_cep", "<null>"}}},
          {"postcode of zeros", {{"prod_cep", R"("00.000-000")"}}, {}, {{"prod_cep", "<null>"}}},
          {"postcode number", {{"prod_cep", "78000000"}}, {}, {{"prod_cep", "78000000"}}},
          {"postcode number without its zero",
           {{"prod_cep", "1310100"}},
           {},
           {{"prod_cep", "01310100"}}},
          {"postcode short", {{"prod_cep", R"("7800")"}}, {"null padrao:prod_cep"}},
          {"postcode with a letter", {{"prod_cep", R"("78000-00A")"}}, {"null padrao:prod_cep"}},
          {"IE of the state's length",
           {{"prod_nr_ie", R"("13.123.456.78-9")"}},
           {},
           {{"prod_nr_ie", "13123456789"}}},
          {"IE of another length", {{"prod_nr_ie", R"("123456")"}}, {"warn padrao:prod_nr_ie"}},
          {"rural IE of SP",
           {{"prod_estado", R"("SP")"}, {"prod_nr_ie", R"("P-011004243002")"}},
           {},
           {{"prod_nr_ie", "P011004243002"}}}});
}

TEST(ScheduleRules, TheFarmsNameLosesThePersons) {
  expect({{"whole name",
           {{"faz_nome", R"("SITIO X - PRODUTOR FICTICIO")"}},
           {},
           {{"faz_nome", "SITIO X"}}},
          {"case and accents",
           {{"faz_nome", R"("SITIO X - Produtor Fictício")"}},
           {},
           {{"faz_nome", "SITIO X"}}},
          {"cut at fifty",
           {{"faz_nome", R"("FAZENDA SANTA MARIA DO ARAGUAIA GRANDE - PRODUTOR ")"}},
           {},
           {{"faz_nome", "FAZENDA SANTA MARIA DO ARAGUAIA GRANDE"}}},
          {"another's name stays",
           {{"faz_nome", R"("SITIO X - RETIRO 2")"}},
           {},
           {{"faz_nome", "SITIO X - RETIRO 2"}}}});
}

TEST(ScheduleRules, ThePointIsInBrazilAndInTheState) {
  expect({{"swapped",
           {{"faz_geo_latitude", "-56.09781"}, {"faz_geo_longitude", "-15.60123"}},
           {"null faixa:faz_geo_latitude", "null faixa:faz_geo_longitude"}},
          {"zero",
           {{"faz_geo_latitude", "0"}, {"faz_geo_longitude", "0"}},
           {"null faixa:faz_geo_longitude", "null obrigatorio:faz_geo_latitude"}},
          {"north of Brazil",
           {{"faz_geo_latitude", "6.1"}},
           {"null faixa:faz_geo_latitude", "null obrigatorio:faz_geo_longitude"}},
          {"another state",
           {{"faz_geo_latitude", "-30.0"}, {"faz_geo_longitude", "-51.2"}},
           {"warn faixa:faz_geo_latitude"}},
          {"half a point", {{"faz_geo_longitude", ""}}, {"warn obrigatorio:faz_geo_longitude"}},
          {"as text",
           {{"faz_geo_latitude", R"("-15,60123")"}},
           {},
           {{"faz_geo_latitude", "-15.60123"}}},
          {"no number",
           {{"faz_geo_latitude", R"("15S")"}},
           {"null tipo:faz_geo_latitude", "null obrigatorio:faz_geo_longitude"}}});
}

TEST(ScheduleRules, TheCarIsOfItsState) {
  expect({{"dots and small letters",
           {{"faz_nr_car", R"("mt-5103403-0123.4567.89ab.cdef.0123.4567.89ab.cdef")"}},
           {},
           {{"faz_nr_car", "MT-5103403-0123456789ABCDEF0123456789ABCDEF"}}},
          {"absent", {{"faz_nr_car", R"("")"}}},
          {"short", {{"faz_nr_car", R"("MT-51034-XYZ")"}}, {"null car:faz_nr_car"}},
          {"no hexadecimal",
           {{"faz_nr_car", R"("MT-5103403-0123456789ABCDEG0123456789ABCDEF")"}},
           {"null car:faz_nr_car"}},
          {"municipality of another state",
           {{"faz_nr_car", R"("SC-5103403-0123456789ABCDEF0123456789ABCDEF")"}},
           {"null car:faz_nr_car"}},
          {"farm of another state",
           {{"faz_nr_car", R"("SP-3550308-0123456789ABCDEF0123456789ABCDEF")"}},
           {"warn car:faz_nr_car"}}});
}

TEST(ScheduleRules, OnlyFitFarmsPassWithoutRemark) {
  expect({{"small letters", {{"status_analise_propriedade", R"("apta")"}}},
          {"unfit",
           {{"status_analise_propriedade", R"("INAPTA")"}},
           {"warn dominio:status_analise_propriedade"},
           {{"status_analise_propriedade", "INAPTA"}}}});
}

TEST(ScheduleRules, PlatesAreCheckedAndNeverShown) {
  const auto verdict = judge_record(
      "escala", write_object(with(good(), {{"caminhoes", R"([{"placa_veiculo": "AB-123"}])"}})));
  expect_verdict(verdict, {"", {}, {"null padrao:placa_veiculo"}});
  EXPECT_TRUE(verdict.reasons[0]["valor"].is_null());
  EXPECT_EQ(verdict.reasons[0]["lista"], "caminhoes");
  EXPECT_EQ(verdict.reasons[0]["elemento"], 1);
  expect({{"old plate", {{"caminhoes", R"([{"placa_veiculo": "abc-1234"}])"}}},
          {"no plate", {{"caminhoes", "[{}]"}}},
          {"no list", {{"caminhoes", "7"}}, {"null tipo:caminhoes"}}});
}

TEST(ScheduleRules, TransitPermitsAreDigits) {
  expect({{"separators", {{"gtas", R"([{"nr_gta": "100.001"}])"}}},
          {"letters", {{"gtas", R"([{"nr_gta": "10A001"}])"}}, {"null padrao:nr_gta"}},
          {"empty", {{"gtas", R"([{"nr_gta": ""}])"}}, {"null obrigatorio:nr_gta"}},
          {"no object", {{"gtas", R"(["100001"])"}}, {"null tipo:gtas"}},
          {"no list", {{"gtas", R"("100001")"}}, {"reject tipo:gtas"}}});
}

TEST(ScheduleRules, InvoiceKeysAreChecked) {
  const std::string key = "52060433009911002506550120000007800267301615";
  const auto verdict =
      judge_record("escala", write_object(with(good(), {{"nfs", invoice(key, "780-12")}})));
  expect_verdict(verdict, {"", {}, {}});
  const auto& row = verdict.children.at("escala_notas").at(0);
  EXPECT_EQ(row.at("chave"), key);
  EXPECT_FALSE(row.contains("xml"));
  expect(
      {{"wrong digit", {{"nfs", invoice(key.substr(0, 43) + "4", "780-12")}}, {"null nfe:chave"}},
       {"43 digits", {{"nfs", invoice(key.substr(1), "780-12")}}, {"null nfe:chave"}},
       {"another number", {{"nfs", invoice(key, "781-12")}}, {"warn nfe:chave"}},
       {"another series", {{"nfs", invoice(key, "780-13")}}, {"warn nfe:chave"}},
       {"no list", {{"nfs", "1"}}, {"null tipo:nfs"}}});
}

TEST(ScheduleRules, ARepeatedLotIsWarnedOf) {
  Judge judge(*built_in().payload("escala"));
  judge.begin_document(midday({2025, 1, 31}));
  (void)judge_all(judge, write_object(good()));
  expect_verdict(judge_all(judge, write_object(good())).at(0),
                 {"", {}, {"warn unico:nr_lote_abate"}});
}

}  // namespace
}  // namespace gdo::judge::domain::schedule
