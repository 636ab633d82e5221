// An alert's sentence has one language, and it is its reader's.

#include "app/alerts/alert_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/translation.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

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
       "service_caixas: boxes sold more than once (venda_dupla): 2 rows",
       "service_caixas: caixas vendidas mais de uma vez (venda_dupla): 2 linhas"},
      {"volume_fora_da_faixa",
       {{"dia", "2026-07-05"},
        {"serie", "caixas"},
        {"valor", 11.0},
        {"esperado", 100.0},
        {"faixa", {80.0, 120.0}}},
       "caixas on 2026-07-05: 11, expected 100 (between 80 and 120)",
       "caixas em 05/07/2026: 11, esperado 100 (entre 80 e 120)"},
      {"rejeicao_fora_da_faixa",
       {{"dia", "2026-07-05"},
        {"serie", "caixas"},
        {"valor", 0.25},
        {"esperado", 0.02},
        {"faixa", {0.01, 0.04}}},
       "caixas on 2026-07-05: 25.00 %, expected 2.00 % (between 1.00 % and 4.00 %)",
       "caixas em 05/07/2026: 25,00 %, esperado 2,00 % (entre 1,00 % e 4,00 %)"},
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
      {"nada_chegou", Json::object(), "nothing of caixas came by the usual hour",
       "nada de caixas chegou até a hora de costume"},
      {"canal_mudo",
       {{"canal", "webhook:ab12"}},
       "the alert channel webhook takes nothing",
       "o canal de alertas webhook não recebe"},
      {"um_tipo_novo", Json::object(), "palavras guardadas", "palavras guardadas"}};
  return kCases;
}

TEST(AlertSentence, IsMadeOfKindAndFiguresInTheReadersLanguage) {
  for (const AlertCase& one : alert_cases()) {
    set_language(Language::english);
    EXPECT_EQ(alert_sentence(alert_of(one)), one.english);
    set_language(Language::portuguese);
    EXPECT_EQ(alert_sentence(alert_of(one)), one.portuguese);
  }
  set_language(Language::english);
}

TEST(AlertSentence, OfFiguresThatAreNotThereIsNoReasonToFail) {
  for (const AlertCase& one : alert_cases()) {
    Json bare = alert_of(one);
    bare["detalhes"] = Json::object();
    EXPECT_NE(alert_sentence(bare), "");
  }
}

}  // namespace
}  // namespace gdo::app
