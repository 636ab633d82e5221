// An alert's sentence has one language, and it is its reader's.

#include "monitor/alert_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/translation.h"
#include "embedded/alertas_sql.h"

namespace gdo::monitor {
namespace {

using Json = nlohmann::ordered_json;
using testing::Gt;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

struct AlertCase {
  const char* kind;
  Json details;
  const char* english;
  const char* portuguese;
};

Json alert_of(const AlertCase& one) {
  return {{"id", 1},
          {"tipo", one.kind},
          {"chave", std::string(one.kind) + "/a1b2c3/caixas/2026-07-05"},
          {"mensagem", "palavras guardadas"},
          {"detalhes", one.details}};
}

const std::vector<AlertCase>& alert_cases() {
  static const std::vector<AlertCase> kCases = {
      {"arquivo_com_erro",
       {{"nome_arquivo", "cliente=a1b2c3/x.json"},
        {"codigo", "vazio"},
        {"linha", 1},
        {"coluna", 1}},
       "x.json could not be read: the file is empty (line 1, column 1)",
       "palavras guardadas"},
      {"modelo_aviso",
       {{"modelo", "service_caixas"}, {"verificacao", "venda_dupla"}, {"linhas", 2}},
       "service_caixas: boxes sold more than once: 2 rows",
       "service_caixas: caixas vendidas mais de uma vez: 2 linhas"},
      {"modelo_bloqueado",
       {{"modelo", "service_venda_caixas"}, {"verificacao", "codigo_em_duas_unidades"}},
       "service_venda_caixas: a check failed: sale lines whose barcode two plants have; the rows "
       "of before stay",
       "service_venda_caixas: uma verificação falhou: linhas de venda cujo código de barras existe "
       "em duas plantas; as linhas de antes continuam"},
      {"volume_fora_da_faixa",
       {{"dia", "2026-07-05"},
        {"serie", "caixas"},
        {"valor", 11.0},
        {"esperado", 1000.0},
        {"faixa", {800.0, 1200.0}}},
       "caixas on 2026-07-05: 11 records, expected 1,000 (between 800 and 1,200)",
       "caixas em 05/07/2026: 11 registros, esperado 1.000 (entre 800 e 1.200)"},
      {"rejeicao_fora_da_faixa",
       {{"dia", "2026-07-05"},
        {"serie", "caixas"},
        {"valor", 0.25},
        {"esperado", 0.02},
        {"faixa", {0.01, 0.04}}},
       "caixas on 2026-07-05: 25.00 % rejected, expected 2.00 % (between 1.00 % and 4.00 %)",
       "caixas em 05/07/2026: 25,00 % rejeitados, esperado 2,00 % (entre 1,00 % e 4,00 %)"},
      {"deriva",
       {{"tipo_payload", "caixas"},
        {"novos", {{{"campo", "esteira"}}}},
        {"sumidos", Json::array()}},
       "the data of caixas changed shape (new: esteira)",
       "os dados de caixas mudaram de forma (novos: esteira)"},
      {"massa_fora_do_balanco",
       {{"planta", "9801"}, {"dia", "2026-07-05"}, {"kg_caixas", 110.0}, {"tamanho", 10.0}},
       "plant 9801 on 2026-07-05: boxes of 110.0 kg from quarters of 100.0 kg",
       "planta 9801 em 05/07/2026: caixas de 110,0 kg de quartos de 100,0 kg"},
      {"nada_chegou",
       {{"dia", "2026-07-05"}},
       "nothing of caixas came by the usual hour on 2026-07-05",
       "nada de caixas chegou até a hora de costume em 05/07/2026"},
      {"canal_mudo",
       {{"canal", "webhook:ab12"}},
       "the alert channel webhook takes nothing",
       "o canal de alertas webhook não recebe"},
      {"um_tipo_novo", Json::object(), "palavras guardadas", "palavras guardadas"}};
  return kCases;
}

TEST(AlertSentence, IsMadeOfKindAndFiguresInTheReadersLanguage) {
  for (const AlertCase& one : alert_cases()) {
    EXPECT_EQ(alert_sentence(alert_of(one)), one.english);
    const InReadersLanguage reader(Language::portuguese);
    EXPECT_EQ(alert_sentence(alert_of(one)), one.portuguese);
  }
}

std::vector<std::string> kinds_looked_for() {
  std::vector<std::string> kinds;
  for (const auto& file : alertas_sql::files()) {
    const std::size_t begin = file.path.rfind('/') + 1;
    kinds.emplace_back(file.path.substr(begin, file.path.rfind('.') - begin));
  }
  return kinds;
}

TEST(AlertWords, EveryKindThatIsLookedForHasThemInBothLanguages) {
  const AlertAdvice unknown = alert_advice("um_tipo_novo");
  ASSERT_THAT(kinds_looked_for(), SizeIs(Gt(8)));
  for (const std::string& kind : kinds_looked_for()) {
    const AlertAdvice english = alert_advice(kind);
    EXPECT_NE(english.cause, unknown.cause) << kind;
    const InReadersLanguage reader(Language::portuguese);
    EXPECT_NE(alert_advice(kind).cause, english.cause) << kind;
    EXPECT_NE(alert_advice(kind).what_to_do, english.what_to_do) << kind;
  }
}

TEST(AlertWords, AreMembersOfAnAlertForItsReader) {
  Json alert = alert_of({"canal_mudo", {{"canal", "webhook:ab12"}}, "", ""});
  {
    const InReadersLanguage reader(Language::portuguese);
    add_words(alert);
  }
  EXPECT_EQ(alert["frase"], "o canal de alertas webhook não recebe");
  EXPECT_EQ(alert["causa"], "um canal de alertas não recebe há mais de um minuto");
  EXPECT_EQ(alert["o_que_fazer"], "confira o endereço e a rede; gdo alerts test tenta de novo");
  EXPECT_EQ(alert["mensagem"], "palavras guardadas");
  add_words(alert);
  EXPECT_EQ(alert["frase"], "the alert channel webhook takes nothing");
}

// "== verificacao table name" in sql/service/: what gold looks at has words, too.
TEST(AlertWords, EveryCheckOfGoldHasThem) {
  int checks = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(GDO_SQL_SERVICE)) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string dashes;
      std::string mark;
      std::string section;
      std::string weight;
      std::string check;
      if (!(words >> dashes >> mark >> section >> weight >> check)) continue;
      if (mark != "==" || section != "verificacao") continue;
      ++checks;
      const Json alert = alert_of(
          {"modelo_aviso",
           {{"modelo", entry.path().stem().string()}, {"verificacao", check}, {"linhas", 1}},
           "",
           ""});
      EXPECT_THAT(alert_sentence(alert), Not(HasSubstr(check))) << entry.path();
    }
  }
  EXPECT_GT(checks, 10);
}

TEST(AlertSentence, OfFiguresThatAreNotThereIsNoReasonToFail) {
  for (const AlertCase& one : alert_cases()) {
    Json bare = alert_of(one);
    bare["detalhes"] = Json::object();
    EXPECT_NE(alert_sentence(bare), "");
  }
}

}  // namespace
}  // namespace gdo::monitor
