#include <gmock/gmock.h>

#include "api/served_world.h"

namespace gdo::api::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Json = nlohmann::json;

class RecallRouteTest : public testing::Test {
 protected:
  ServedWorld& world_ = ServedWorld::shared();
  const std::string operador_ = world_.key("a1b2c3", Role::staff);
  const std::string lot_ = "/api/v1/recall?chave=lote:9999/2025-01-27/1&todas=1";
};

TEST_F(RecallRouteTest, ALotsBoxesAreThoseOfItsTenantOnly) {
  const Answer answer = world_.get(lot_, operador_);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json recall = answer.json();
  EXPECT_EQ(recall["token_cliente"], "a1b2c3");
  EXPECT_EQ(recall["maximo"]["caixas"], 25);
  EXPECT_EQ(recall["maximo"]["vendas"], 1);
  EXPECT_EQ(recall["caixas"].size(), 25U);
  EXPECT_THAT(answer.body, Not(HasSubstr("zz9")));
  EXPECT_EQ(world_.get(lot_ + "&cliente=zz9", operador_).status, 404);
}

TEST_F(RecallRouteTest, ExpiredBoxesAreLeftOutUnlessAllAreAsked) {
  const Answer now = world_.get("/api/v1/recall?chave=lote:9999/2025-01-27/1", operador_);
  ASSERT_EQ(now.status, 200) << now.body;
  const Json then =
      world_.get("/api/v1/recall?chave=lote:9999/2025-01-27/1&validas_em=2025-01-28", operador_)
          .json();
  EXPECT_EQ(then["validas_em"], "2025-01-28");
  EXPECT_LE(now.json()["maximo"]["caixas"], then["maximo"]["caixas"]);
}

TEST_F(RecallRouteTest, BoxesAreALineEachInCsvAndInExcelsWay) {
  const Answer csv = world_.get(lot_, operador_, {"Accept: text/csv"});
  ASSERT_EQ(csv.status, 200) << csv.body;
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 26);
  EXPECT_THAT(csv.body, StartsWith("token_cliente,nr_unidade_desossa,codigo_barras,"));
  const Answer excel = world_.get(lot_, operador_, {"Accept: text/csv; estilo=excel-br"});
  EXPECT_THAT(excel.body, StartsWith("\xEF\xBB\xBFtoken_cliente;nr_unidade_desossa;"));
}

TEST_F(RecallRouteTest, WhatStopsBeingTraceableIsToldOnDemand) {
  EXPECT_FALSE(world_.get(lot_, operador_).json().contains("deixam"));
  const Json without = world_.get(lot_ + "&sem=1", operador_).json();
  EXPECT_TRUE(without["deixam"]["caixas"].is_number_integer());
  EXPECT_EQ(world_.get(lot_ + "&desde=2025-01-01", operador_).json()["parametro"], "desde");
}

TEST_F(RecallRouteTest, OnlyThoseWhoRunThePlaceMayAsk) {
  for (const Role role : {Role::tenant, Role::industry, Role::retail}) {
    const bool bound = role != Role::tenant;
    const std::string key = world_.key(
        "a1b2c3", role, bound ? std::vector<std::string>{kPlantCnpj} : std::vector<std::string>{});
    EXPECT_EQ(world_.get(lot_, key).status, 403) << to_text(role);
  }
}

TEST_F(RecallRouteTest, KeysThatNameNothingOrTooMuchAreToldApart) {
  const auto asked = [&](const std::string& query) {
    return world_.get("/api/v1/recall" + query, operador_);
  };
  EXPECT_EQ(asked("").json()["parametro"], "chave");
  EXPECT_EQ(asked("?chave=caixa:100000001K").code(), "parametro_invalido");
  EXPECT_EQ(asked("?chave=lote:9999/2025-01-27/7").code(), "nao_encontrado");
  EXPECT_EQ(asked("?chave=fazenda:%27%20OR%201=1--").code(), "nao_encontrado");
  EXPECT_EQ(asked("?chave=lote:9999/2025-01-27/1&sem=2").json()["parametro"], "sem");
  EXPECT_EQ(asked("?chave=lote:9999/2025-01-27/1&validas_em=ontem").code(), "parametro_invalido");
  EXPECT_EQ(asked("?chaves=x").code(), "parametro_desconhecido");
}

TEST_F(RecallRouteTest, CustomersWhoArePersonsAreMaskedUnlessItIsNotedFirst) {
  const auto set_buyer = [&](const char* document) {
    world_.owner().query(
        "UPDATE service_vendas SET nf_cnpj_destino = $1 WHERE token_cliente = 'a1b2c3'",
        {document});
  };
  const auto notes = [&] {
    return world_.owner()
        .query("SELECT count(*) FROM log_processamento WHERE mensagem LIKE '%pessoais: recall'")
        .integer(0, 0);
  };
  set_buyer("52998224725");
  const std::int64_t before = notes();
  for (const char* accept : {"application/json", "text/csv"}) {
    const Headers headers = {std::string("Accept: ") + accept};
    EXPECT_THAT(world_.get(lot_, operador_, headers).body, Not(HasSubstr("52998224725")));
    EXPECT_THAT(world_.get(lot_ + "&pessoais=1", operador_, headers).body,
                HasSubstr("52998224725"));
  }
  EXPECT_EQ(notes(), before + 2);
  set_buyer(kBuyerCnpj);
}

}  // namespace
}  // namespace gdo::api::test
