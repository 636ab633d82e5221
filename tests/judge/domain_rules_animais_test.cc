#include "judge/domain_rules.h"

// docs/dominio.md §1a, shape B: animals on the farm. One case a rule.
namespace gdo::judge::domain::animals {
namespace {

const JsonMembers& good() {
  static const JsonMembers members = {
      {"id_animal", R"("BR0001")"},
      {"id_propriedade", R"("FAZ-17")"},
      {"data_nascimento", R"("2023-03-15")"},
      {"sexo", R"("F")"},
      {"raca", R"("Nelore")"},
      {"peso_nascimento", "32.5"},
      {"data_entrada", R"("2023-03-15")"},
      {"data_saida", R"("2025-01-20")"},
      {"status", R"("ativo")"},
      {"dados_adicionais",
       R"({"vacinado": true, "vacinas": [{"tipo": "AFTOSA", "data": "2024-05-01"}],)"
       R"( "observacoes": "calma"})"}};
  return members;
}

void expect(const std::vector<RuleCase>& cases) { expect_cases("animais", good(), cases); }

TEST(FarmAnimalRules, TheExampleIsAcceptedAndCleaned) {
  expect({{"as it is",
           {},
           {},
           {{"id_animal", "BR0001"},
            {"id_propriedade", "FAZ-17"},
            {"data_nascimento", "2023-03-15"},
            {"raca", "NELORE"},
            {"raca_original", "Nelore"},
            {"status", "ativo"},
            {"vacinado", "true"},
            {"vacinas", R"([{"tipo": "AFTOSA", "data": "2024-05-01"}])"},
            {"observacoes", "calma"}}}});
}

TEST(FarmAnimalRules, RequiredFieldsReject) {
  for (const char* const name : {"id_propriedade", "data_nascimento"}) {
    const std::string violation = std::string("reject obrigatorio:") + name;
    expect({{"absent", {{name, ""}}, {violation}},
            {"null", {{name, "null"}}, {violation}},
            {"N/A", {{name, R"("N/A")"}}, {violation}}});
  }
  expect({{"nameless", {{"id_animal", R"("")"}}, {"reject obrigatorio:id_animal"}}});
}

TEST(FarmAnimalRules, OptionalFieldsMayBeAbsent) {
  for (const char* const name : {"sexo", "raca", "peso_nascimento", "data_entrada", "data_saida",
                                 "status", "dados_adicionais"}) {
    expect({{"absent", {{name, ""}}}, {"null", {{name, "null"}}}});
  }
}

TEST(FarmAnimalRules, ValuesAreChecked) {
  expect(
      {{"numeric id", {{"id_animal", "12345"}}, {}, {{"id_animal", "12345"}}},
       {"born in the future",
        {{"data_nascimento", R"("2025-02-02")"}, {"data_entrada", ""}},
        {"reject faixa:data_nascimento"}},
       {"no birthday", {{"data_nascimento", R"("2024-13-01")"}}, {"reject tipo:data_nascimento"}},
       {"no sex", {{"sexo", R"("X")"}}, {"null dominio:sexo"}},
       {"male", {{"sexo", R"("macho")"}}, {}, {{"sexo", "M"}}},
       {"cross", {{"raca", R"("F1 Angus")"}}, {}, {{"raca", "CRUZADO ANGUS"}}},
       {"F1 alone", {{"raca", R"("F1")"}}, {}, {{"raca", "CRUZADO ANGUS"}}},
       {"half-blood", {{"raca", R"("½ ANGUS")"}}, {}, {{"raca", "CRUZADO ANGUS"}}},
       {"accent", {{"raca", R"("mestiço")"}}, {}, {{"raca", "SRD"}}},
       {"no breed",
        {{"raca", R"("UNICORNIO")"}},
        {"null dominio:raca"},
        {{"raca_original", "UNICORNIO"}}},
       {"no weight", {{"peso_nascimento", "0"}}, {"null faixa:peso_nascimento"}},
       {"status", {{"status", R"("ABATIDO")"}}, {}, {{"status", "abatido"}}},
       {"no status", {{"status", R"("vendido")"}}, {"null dominio:status"}},
       {"out before in", {{"data_saida", R"("2023-03-14")"}}, {"warn comparacao:data_saida"}},
       {"out the same day", {{"data_saida", R"("2023-03-15")"}}, {"warn comparacao:data_saida"}},
       {"in before birth",
        {{"data_entrada", R"("2023-03-14")"}},
        {"warn comparacao:data_entrada"}}});
}

TEST(FarmAnimalRules, AdditionalDataIsRead) {
  expect(
      {{"as text", {{"dados_adicionais", R"({"vacinado": "False"})"}}, {}, {{"vacinado", "false"}}},
       {"neither",
        {{"dados_adicionais", R"({"vacinado": "x"})"}},
        {"null tipo:dados_adicionais.vacinado"}},
       {"no list",
        {{"dados_adicionais", R"({"vacinas": "AFTOSA"})"}},
        {"null tipo:dados_adicionais.vacinas"}}});
}

}  // namespace
}  // namespace gdo::judge::domain::animals
