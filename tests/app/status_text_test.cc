// `gdo status` on a terminal of 80 columns, in both languages: what names a row is never cut.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "app/status/status_facts.h"
#include "app/terminal/terminal.h"
#include "base/quantities.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Terminal kNarrow{true, false, 80};
constexpr Terminal kWide{false, false, 0};

StatusFacts busy_facts() {
  StatusFacts facts;
  facts.backlog.emplace();
  facts.backlog->pending = {{"registro_venda", 12'345, 987'654'321'000, std::nullopt}};
  facts.layers = {
      {"registro_venda", "raw", "2026-06-29T11:22:33Z", 172'800, 12'345, 123'456'789, 1'234'567},
      {"registro_venda", "trusted", std::nullopt, 0, 4, 123'456'789, 1'234'567}};
  facts.runs = {{"trusted", "2026-06-29T11:22:33Z", 3'723'000, 123'456'789, 1'234'567,
                 "planta-01.example.com", "0.2.0", "execução terminada com sucesso"}};
  facts.reasons = {{"trusted", "registro_venda", "faixa:nf_destino_nome_razaosocial", 1'234'567}};
  facts.entities = {{"registro_venda", "venda_caixas", 9, 123'456'789, 123'456'789, 1'234'567,
                     1'234'567, 123'456'789, 1'234'567, 1'234'567, 0}};
  facts.rules = {{"registro_venda", "venda_caixas", "nf_destino_nome_razaosocial",
                  "comprimento_maximo", "reject", false, 123'456'789, 1'234, 1'234'567}};
  return facts;
}

class StatusText : public testing::TestWithParam<Language> {
 protected:
  void SetUp() override { set_language(GetParam()); }
  void TearDown() override { set_language(Language::english); }
};

TEST_P(StatusText, FitsEightyColumnsAndNamesEveryRow) {
  const std::string text = status_text(busy_facts(), kNarrow);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(text_width(line), 80U) << line;
  EXPECT_THAT(text, HasSubstr("raw      registro_venda"));
  EXPECT_THAT(text, HasSubstr("trusted  registro_venda"));
  EXPECT_THAT(text, HasSubstr("faixa:nf_destino_nome_razaosocial"));
  EXPECT_THAT(text, HasSubstr("registro_venda  venda_caixas"));
  EXPECT_THAT(text, HasSubstr("venda_caixas  nf_destino_nome_razaosocial  comprimento_maximo"));
}

INSTANTIATE_TEST_SUITE_P(Languages, StatusText,
                         testing::Values(Language::english, Language::portuguese));

TEST(StatusLanguage, NumbersDatesAndWordsFollowIt) {
  const std::string english = status_text(busy_facts(), kWide);
  EXPECT_THAT(english, HasSubstr("123,456,789"));
  EXPECT_THAT(english, HasSubstr("2026-06-29 08:22:33"));
  EXPECT_THAT(english, HasSubstr("987.7 GB"));
  set_language(Language::portuguese);
  const std::string portuguese = status_text(busy_facts(), kWide);
  set_language(Language::english);
  EXPECT_THAT(portuguese, HasSubstr("123.456.789"));
  EXPECT_THAT(portuguese, HasSubstr("29/06/2026 08:22:33"));
  EXPECT_THAT(portuguese, HasSubstr("987,7 GB"));
  EXPECT_THAT(portuguese, HasSubstr("Rejeições abertas por regra"));
  EXPECT_THAT(portuguese, Not(HasSubstr("Open rejections")));
}

TEST(StatusLanguage, JsonIsTheSameInBoth) {
  const std::string english = status_json(busy_facts());
  set_language(Language::portuguese);
  const std::string portuguese = status_json(busy_facts());
  set_language(Language::english);
  EXPECT_EQ(english, portuguese);
}

}  // namespace
}  // namespace gdo::app
