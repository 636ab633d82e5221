#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/served_world.h"

namespace gdo::api::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

constexpr const char* kGoldLists[] = {"animais", "lotes-abate", "ordens-desossa",
                                      "caixas",  "vendas",      "resumo-mensal"};
constexpr const char* kControlLists[] = {"rejeitados", "arquivos", "execucoes", "alertas"};

class RightsTest : public testing::Test {
 protected:
  ServedWorld& world_ = ServedWorld::shared();

  std::string key(Role role) {
    if (role == Role::industry) return world_.key("a1b2c3", role, {kPlantCnpj});
    if (role == Role::retail) return world_.key("a1b2c3", role, {kBuyerCnpj});
    return world_.key("a1b2c3", role);
  }
  int status(const std::string& target, const std::string& key) {
    return world_.get(target, key).status;
  }
  std::size_t rows(const std::string& list, const std::string& key) {
    const Answer answer = world_.get("/api/v1/" + list, key);
    EXPECT_EQ(answer.status, 200) << list << answer.body;
    return answer.status == 200 ? answer.json()["dados"].size() : 0;
  }
};

constexpr Role kRoles[] = {Role::tenant, Role::industry, Role::retail, Role::staff, Role::admin};

TEST_F(RightsTest, EachRoleReadsTheListsOfTheTable) {
  for (const Role role : kRoles) {
    const std::string one = key(role);
    const bool operates = role == Role::staff || role == Role::admin;
    for (const std::string list : kGoldLists) {
      const bool buyers = list == "caixas" || list == "vendas";
      EXPECT_EQ(status("/api/v1/" + list, one), role == Role::retail && !buyers ? 403 : 200)
          << to_text(role) << list;
    }
    for (const std::string list : kControlLists) {
      EXPECT_EQ(status("/api/v1/" + list, one), operates ? 200 : 403) << to_text(role) << list;
    }
    EXPECT_EQ(status("/api/v1/pendencias", one), operates ? 200 : 403) << to_text(role);
    EXPECT_EQ(status("/api/v1/caixas/9999/100000001K/rastreabilidade", one), 200);
    EXPECT_EQ(status("/api/v1/caixas?pessoais=1", one), operates ? 200 : 403) << to_text(role);
  }
}

TEST_F(RightsTest, NoRoleSeesAnythingOfAnotherTenant) {
  for (const Role role : kRoles) {
    const std::string one = key(role);
    for (const Route& route : world_.routes()) {
      if (!route.list) continue;
      for (const char* accept : {"application/json", "text/csv", "application/jsonl"}) {
        const Answer answer = world_.get(route.path, one, {fmt::format("Accept: {}", accept)});
        EXPECT_THAT(answer.body, Not(HasSubstr("zz9"))) << to_text(role) << route.path;
        const Answer named =
            world_.get(route.path + "?token_cliente=zz9", one, {fmt::format("Accept: {}", accept)});
        EXPECT_THAT(named.body, Not(HasSubstr("zz9"))) << to_text(role) << route.path;
      }
      EXPECT_THAT(status(route.path + "?cliente=zz9", one), testing::AnyOf(403, 404))
          << to_text(role) << route.path;
    }
  }
}

TEST_F(RightsTest, AKeyOfAllTenantsNamesOne) {
  const std::string all = world_.key("*", Role::staff);
  EXPECT_EQ(status("/api/v1/caixas", all), 400);
  const Answer answer = world_.get("/api/v1/caixas?cliente=zz9&limite=1", all);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json()["dados"][0]["token_cliente"], "zz9");
}

TEST_F(RightsTest, PlantsAndBuyersSeeTheirOwnRowsOnly) {
  const std::string elsewhere = "12345678000195";
  const std::string plant = world_.key("a1b2c3", Role::industry, {elsewhere});
  const std::string buyer = world_.key("a1b2c3", Role::retail, {elsewhere});
  for (const std::string list : kGoldLists) EXPECT_EQ(rows(list, plant), 0U) << list;
  EXPECT_EQ(rows("caixas", buyer), 0U);
  EXPECT_EQ(rows("vendas", buyer), 0U);
  EXPECT_EQ(rows("caixas", key(Role::industry)), 25U);
  EXPECT_EQ(rows("caixas", key(Role::retail)), 5U);
  EXPECT_EQ(rows("vendas", key(Role::retail)), 1U);
  for (const std::string& foreign : {plant, buyer}) {
    EXPECT_EQ(status("/api/v1/caixas/9999/100000001K", foreign), 404);
    EXPECT_EQ(status("/api/v1/caixas/9999/100000001K/rastreabilidade", foreign), 404);
    EXPECT_EQ(status("/api/v1/caixas/100000001K/rastreabilidade", foreign), 404);
    EXPECT_EQ(status("/api/v1/exportacao/epcis?caixa=9999/100000001K", foreign), 404);
    EXPECT_EQ(status("/api/v1/exportacao/eudr?caixa=9999/100000001K", foreign), 404);
  }
}

TEST_F(RightsTest, PersonalDataAreMaskedUnlessTheyAreNotedFirst) {
  world_.owner().execute(
      "UPDATE service_lotes_abate SET prod_cpf_cnpj = '12345678909', "
      "prod_nome_razaosocial = 'JOAO DA SILVA', faz_nome = 'SITIO DO JOAO'");
  const Json masked = world_.get("/api/v1/lotes-abate", key(Role::tenant)).json()["dados"][0];
  EXPECT_EQ(masked["prod_cpf_cnpj"], "***.456.789-**");
  EXPECT_EQ(masked["prod_nome_razaosocial"], "J. D. S.");
  const auto notes = [&] {
    return world_.owner()
        .query("SELECT count(*) FROM log_processamento WHERE mensagem LIKE '%dados pessoais%'")
        .integer(0, 0);
  };
  const std::int64_t before = notes();
  const Json clear =
      world_.get("/api/v1/lotes-abate?pessoais=1", key(Role::staff)).json()["dados"][0];
  EXPECT_EQ(clear["prod_cpf_cnpj"], "12345678909");
  EXPECT_EQ(notes(), before + 1);
}

TEST_F(RightsTest, WhatIsMaskedIsNotFoundOutByFilters) {
  world_.owner().execute(
      "UPDATE service_lotes_abate SET prod_cpf_cnpj = '12345678909', "
      "prod_nome_razaosocial = 'JOAO DA SILVA', faz_nome = 'SITIO DO JOAO'");
  const std::string one = key(Role::tenant);
  EXPECT_EQ(rows("lotes-abate?prod_cpf_cnpj=12345678909", one), 1U);
  EXPECT_EQ(rows("lotes-abate?prod_nome_razaosocial.contem=joao", one), 0U);
  EXPECT_EQ(rows("lotes-abate?prod_nome_razaosocial=JOAO%20DA%20SILVA", one), 0U);
  EXPECT_EQ(rows("lotes-abate?prod_nome_razaosocial.contem=joao&pessoais=1", key(Role::staff)), 1U);
  for (const char* query :
       {"prod_cpf_cnpj.prefixo=123", "prod_nome_razaosocial.de=J", "ordem=prod_cpf_cnpj"}) {
    EXPECT_EQ(status(fmt::format("/api/v1/lotes-abate?{}", query), one), 403) << query;
  }
}

TEST_F(RightsTest, BarcodesAloneAreTracedAndTwoPlantsAreTold) {
  const std::string one = key(Role::tenant);
  EXPECT_EQ(world_.get("/api/v1/caixas/100000001K/rastreabilidade", one).json()["tipo"], "caixa");
  const Answer many = world_.post("/api/v1/caixas/rastreabilidade", one,
                                  R"({"codigos_barras": ["100000002K", "nada", "100000001K"]})");
  ASSERT_EQ(many.status, 200) << many.body;
  const Json results = many.json()["resultados"];
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0]["codigo_barras"], "100000002K");
  EXPECT_TRUE(results[0]["encontrada"].get<bool>());
  EXPECT_FALSE(results[1]["encontrada"].get<bool>());
  EXPECT_EQ(world_.post("/api/v1/caixas/rastreabilidade", one, "[]").code(), "documento_invalido");
  world_.owner().execute(
      "INSERT INTO service_caixas SELECT (jsonb_populate_record(NULL::service_caixas, to_jsonb(t) "
      "|| "
      "'{\"nr_unidade_desossa\": \"8888\"}')).* FROM service_caixas t "
      "WHERE token_cliente = 'a1b2c3' AND codigo_barras = '100000009K'");
  const Answer both = world_.get("/api/v1/caixas/100000009K/rastreabilidade", one);
  EXPECT_EQ(both.status, 409);
  EXPECT_EQ(both.code(), "codigo_em_duas_unidades");
  EXPECT_EQ(both.json()["unidades"].size(), 2U);
  world_.owner().execute("DELETE FROM service_caixas WHERE nr_unidade_desossa = '8888'");
}

TEST_F(RightsTest, ExportsAreTheDocumentsOfTheCommandLine) {
  const std::string one = key(Role::tenant);
  const Answer epcis = world_.get("/api/v1/exportacao/epcis?caixa=9999/100000001K", one);
  ASSERT_EQ(epcis.status, 200) << epcis.body;
  EXPECT_TRUE(epcis.whole);
  EXPECT_EQ(epcis.json()["type"], "EPCISDocument");
  const Answer eudr = world_.get("/api/v1/exportacao/eudr?caixa=9999/100000001K", one);
  ASSERT_EQ(eudr.status, 200) << eudr.body;
  EXPECT_EQ(eudr.json()["type"], "FeatureCollection");
}

TEST_F(RightsTest, RejectionsAndAlertsEndOnceAndOnlyOnesOwn) {
  const std::string one = key(Role::staff);
  const auto ids = [&](const char* table, const char* tenant) {
    return world_.owner()
        .query(fmt::format("SELECT min(id) FROM {} WHERE token_cliente = $1 AND status = 'aberto'",
                           table),
               {tenant})
        .integer(0, 0);
  };
  const std::string own =
      fmt::format("/api/v1/rejeitados/{}/descarte", ids("registro_rejeitado", "a1b2c3"));
  EXPECT_EQ(world_.post(own, one, "{}").code(), "documento_invalido");
  EXPECT_EQ(world_.post(own, key(Role::tenant), R"({"motivo": "x"})").status, 403);
  EXPECT_EQ(world_.post(own, one, R"({"motivo": "teste"})").json()["status"], "descartado");
  EXPECT_EQ(world_.post(own, one, R"({"motivo": "teste"})").status, 409);
  const std::string alert = fmt::format("/api/v1/alertas/{}/ciente", ids("alerta", "a1b2c3"));
  EXPECT_EQ(world_.post(alert, one, "").json()["status"], "reconhecido");
  for (const std::string& foreign :
       {fmt::format("/api/v1/rejeitados/{}/descarte", ids("registro_rejeitado", "zz9")),
        fmt::format("/api/v1/alertas/{}/esperado", ids("alerta", "zz9"))}) {
    EXPECT_EQ(world_.post(foreign, one, R"({"motivo": "x"})").status, 404) << foreign;
  }
}

}  // namespace
}  // namespace gdo::api::test
