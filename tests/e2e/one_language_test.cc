// What a person reads in a terminal is in one language: theirs. Stored sentences are Portuguese,
// the sources' texts are English, and neither reaches a reader of the other.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using Json = nlohmann::json;
using testing::IsEmpty;

// Words that only the one language has; in capitals they may stand in data.
constexpr const char* kPortuguese =
    R"(\b(foi|foram|nada|nenhum|nenhuma|uma|pelo|pela|mais|depois|fora|chegou|espera|linhas?|registros?|arquivos?|rejeitad[oa]s?|carregad[oa]s?|caixas de)\b|[a-z](ção|ções|ão|ões)\b|\(s\))";
constexpr const char* kEnglish =
    R"(\b(the|of|is|are|not|and|with|for|by|was|were|files?|records?|rows?|rejected|loaded|nothing|never)\b)";

// Names of the data's own: tables, columns, codes, paths and commands.
std::string without_names(const std::string& text) {
  static const std::regex kNames(
      R"(\S*[_/:=.]\S+|gdo [a-z]+( [a-z]+)?|--\w+|\[\w+\]|\b(raw|trusted|service|animais|escala|desossa|caixas?|registro|venda|arquivo|carregado|duplicado|substituido)\b)");
  return std::regex_replace(text, kNames, " ");
}

std::vector<std::string> lines_with(const std::string& text, const char* words) {
  const std::regex pattern(words);
  std::vector<std::string> lines;
  std::istringstream all(text);
  for (std::string line; std::getline(all, line);) {
    const std::string prose = without_names(line);
    if (std::regex_search(prose, pattern)) lines.push_back(line);
  }
  return lines;
}

class OneLanguage : public testing::Test {
 protected:
  OneLanguage() {
    generate_lake(source_.path() / "lake",
                  {"--days", "2", "--seed", "7", "--dirty", "0.05", "--records", "1500"});
    copy_pending(source_.path() / "lake", site_.lake());
    site_.put("pending/caixas/cliente=c052c5/caixas_2026_07_20_10_00_00_000Z.json", "[{\"x\":");
    site_.put("pending/caixas/cliente=c052c5/caixas_2026_07_21_10_00_00_000Z.json", "");
    site_.put("pending/sobras/x.json", "[]");
  }
  Ended say(const std::vector<std::string>& command, const char* language) {
    site_.environment["GDO_IDIOMA"] = language;
    return run_gdo(command, site_.environment);
  }
  void read_in_both(const std::vector<std::string>& command) {
    const std::string name = testing::PrintToString(command);
    const Ended english = say(command, "en");
    EXPECT_THAT(lines_with(english.out + english.err, kPortuguese), IsEmpty()) << name;
    const Ended portuguese = say(command, "pt_BR");
    EXPECT_THAT(lines_with(portuguese.out + portuguese.err, kEnglish), IsEmpty()) << name;
  }

  TemporaryFolder source_;
  RawSite site_;
};

TEST_F(OneLanguage, EveryScreenSpeaksItsReadersOwn) {
  const Ended first = say({"run"}, "en");
  EXPECT_THAT(lines_with(first.out + first.err, kPortuguese), IsEmpty());
  // Sentences that a Portuguese process stored are read by others.
  site_.put("pending/caixas/cliente=c052c5/caixas_2026_07_22_10_00_00_000Z.json", "{");
  const Ended second = say({"run"}, "pt_BR");
  EXPECT_THAT(lines_with(second.out + second.err, kEnglish), IsEmpty());
  const std::string record = site_.ask(
      "SELECT id::text FROM registro_rejeitado WHERE camada = 'trusted' ORDER BY "
      "jsonb_array_length(motivos) DESC, id LIMIT 1");
  const std::string raw_record =
      site_.ask("SELECT coalesce(max(id), 0)::text FROM registro_rejeitado WHERE camada = 'raw'");
  const std::string alert = site_.ask("SELECT min(id)::text FROM alerta");
  const std::string box = site_.ask(
      "SELECT nr_unidade_desossa || '/' || codigo_barras FROM service_caixas "
      "WHERE NOT flag_rastreavel AND token_cliente = 'c052c5' ORDER BY 1 LIMIT 1");
  const std::string good = site_.ask(
      "SELECT nr_unidade_desossa || '/' || codigo_barras FROM service_caixas "
      "WHERE flag_rastreavel AND token_cliente = 'c052c5' ORDER BY 1 LIMIT 1");
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"status"},
           {"status", "--quality"},
           {"status", "--trends"},
           {"files", "list"},
           {"files", "list", "--status", "erro"},
           {"files", "retry", "999999"},
           {"rejected", "list"},
           {"rejected", "retry", "999999"},
           {"alerts", "list"},
           {"alerts", "show", alert},
           {"untraced"},
           {"trace", "caixa:" + box, "--cliente", "c052c5"},
           {"trace", "caixa:" + good, "--cliente", "c052c5"},
           {"trace", "caixa:10000000QQ"},
           {"audit"},
           {"doctor"},
           {"migrate", "--plan"},
           {"contract", "list"},
           {"contract", "show", "animais"},
           {"contract", "show", "escala"},
           {"contract", "show", "desossa"},
           {"contract", "show", "caixas"},
           {"contract", "show", "registro_venda"},
           {"lineage", "service_caixas", good, "--cliente", "c052c5"},
           {"nonsense"}}) {
    read_in_both(command);
  }
  for (const std::string& id : {record, raw_record}) {
    const Ended english = say({"rejected", "show", id}, "en");
    const std::string head = english.out.substr(0, english.out.find("\n{"));
    EXPECT_THAT(lines_with(head, kPortuguese), IsEmpty());
  }
}

std::size_t letters(const std::string& line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// At the width that terminals have: no line goes beyond it, and what a row is of is whole.
TEST_F(OneLanguage, EightyColumnsAreEnoughAndCutNoNames) {
  ASSERT_LE(say({"run"}, "pt_BR").exit_code, 1);
  const std::string alert = site_.ask("SELECT max(id)::text FROM alerta WHERE tipo LIKE 'modelo%'");
  const std::string farm = site_.ask(
      "SELECT chave_fazenda FROM service_lotes_abate WHERE token_cliente = 'c052c5' AND "
      "faz_nr_car IS NOT NULL ORDER BY 1 LIMIT 1");
  const std::string record =
      site_.ask("SELECT max(id)::text FROM registro_rejeitado WHERE camada = 'trusted'");
  const std::string key =
      Json::parse(run_gdo({"keys", "create", "--cliente", "c052c5", "--papel", "cliente", "--nome",
                           "o programa da fazenda que lê as caixas dela", "--json"},
                          site_.environment)
                      .out)["id"];
  const std::vector<std::pair<std::vector<std::string>, std::string>> screens = {
      {{"status"}, "registro_venda"},
      {{"status", "--quality"}, "carcacas"},
      {{"status", "--trends"}, "registro_venda"},
      {{"alerts", "list"}, "modelo_aviso"},
      {{"alerts", "show", alert}, "verificacao"},
      {{"files", "list"}, "registro_venda"},
      {{"rejected", "list"}, record},
      {{"rejected", "show", record}, record},
      {{"keys", "list"}, key},
      {{"untraced"}, "c052c5"},
      {{"recall", "fazenda:" + farm, "--cliente", "c052c5", "--sem"}, farm},
      {{"contract", "list"}, "registro_venda"},
      {{"contract", "show", "escala"}, "faz_nr_licenca_ambiental"},
      {{"doctor"}, "GDO_PUBSUB_SUBSCRIPTION"}};
  for (const char* const language : {"en", "pt_BR"}) {
    site_.environment["GDO_IDIOMA"] = language;
    for (const auto& [command, name] : screens) {
      const std::string shown = show_on_terminal(command, site_.environment, 80);
      EXPECT_THAT(shown, testing::HasSubstr(name)) << testing::PrintToString(command);
      std::istringstream lines(shown);
      for (std::string line; std::getline(lines, line);) {
        if (line.find("file://") != std::string::npos) continue;  // a path has no end of a line
        EXPECT_LE(letters(line), 80U) << testing::PrintToString(command) << "\n" << line;
      }
    }
  }
}

// A lake that somebody changed, and books that do not balance.
TEST_F(OneLanguage, WhatIsWrongIsSaidInTheReadersLanguageToo) {
  ASSERT_LE(say({"run"}, "pt_BR").exit_code, 1);
  const std::string box = site_.ask(
      "SELECT nr_unidade_desossa || '/' || codigo_barras FROM service_caixas "
      "WHERE flag_rastreavel AND token_cliente = 'c052c5' ORDER BY 1 LIMIT 1");
  pg::Connection connection = site_.connect();
  connection.query(
      "UPDATE arquivo SET sha256 = sha256(sha256) "
      "WHERE tipo_payload = 'caixas' AND status = 'carregado'");
  connection.query(
      "UPDATE lote SET registros_lidos = registros_lidos + 1, "
      "registros_duplicados = registros_duplicados + 1");
  EXPECT_EQ(say({"audit"}, "en").exit_code, 1);
  read_in_both({"audit"});
  const std::vector<std::string> lineage = {"lineage", "service_caixas", box, "--cliente",
                                            "c052c5"};
  const Ended changed = say(lineage, "en");
  EXPECT_EQ(changed.exit_code, 1);
  EXPECT_THAT(changed.out, testing::HasSubstr("the object has changed"));
  read_in_both(lineage);
}

}  // namespace
}  // namespace gdo::test
