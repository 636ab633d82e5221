// What pages ask for, in the language of who reads them.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/served_world.h"

namespace gdo::api {
namespace {

using test::Answer;
using testing::HasSubstr;
using Json = nlohmann::ordered_json;

class PanelTest : public testing::Test {
 protected:
  PanelTest()
      : alert_(
            world_.owner()
                .query("INSERT INTO alerta (token_cliente, tipo, severidade, chave, mensagem, "
                       "detalhes) VALUES ('a1b2c3', 'cliente_em_silencio', 'erro', 'silencio', "
                       "'nada do cliente chegou hoje', '{\"dia\": \"2026-07-05\"}') RETURNING id")
                .integer(0, 0)) {}
  ~PanelTest() override { world_.owner().query("DELETE FROM alerta WHERE id = $1", {alert_}); }

  Json told(const std::string& view, const std::string& member, const std::string& language) {
    const Answer answer = pages_.get(view, key_, {"Accept-Language: " + language});
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("content-language"), language);
    EXPECT_THAT(answer.header("vary"), HasSubstr("Accept-Language"));
    const Json document = answer.json();
    for (const Json& one : document.at(member)) {
      if (one["id"] == alert_) return one;
    }
    ADD_FAILURE() << answer.body;
    return {};
  }

  test::ServedWorld& world_ = test::ServedWorld::shared();
  std::string key_ = world_.key("a1b2c3", Role::staff);
  std::int64_t alert_;
  test::Serving pages_{world_.catalog(), [this] {
                         test::ServingOptions options = world_.options();
                         options.panel = true;
                         return options;
                       }()};
};

TEST_F(PanelTest, AlertsSayWhatWhyAndWhatToDoInTheLanguageAsked) {
  const std::string one = fmt::format("/api/v1/painel/alertas?id={}", alert_);
  for (const auto& [view, member] : {std::pair<std::string, std::string>{one, "dados"},
                                     {"/api/v1/painel/alertas", "dados"},
                                     {"/api/v1/painel/visao-geral", "alertas"}}) {
    const Json english = told(view, member, "en");
    EXPECT_EQ(english["frase"], "nothing of the tenant came on 2026-07-05");
    EXPECT_EQ(english["causa"], "nothing of the tenant came today");
    EXPECT_THAT(english["o_que_fazer"].get<std::string>(), HasSubstr("on a day off"));
    const Json portuguese = told(view, member, "pt-BR");
    EXPECT_EQ(portuguese["frase"], "nada do cliente chegou em 05/07/2026");
    EXPECT_EQ(portuguese["causa"], "nada do cliente chegou hoje");
    EXPECT_THAT(portuguese["o_que_fazer"].get<std::string>(), HasSubstr("se foi folga"));
    EXPECT_EQ(english["mensagem"], portuguese["mensagem"]);
  }
}

}  // namespace
}  // namespace gdo::api
