#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

#include "api/served_world.h"

namespace gdo::api::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Json = nlohmann::json;

class ListsTest : public testing::Test {
 protected:
  ServedWorld& world_ = ServedWorld::shared();
  std::string key_ = world_.key("a1b2c3", Role::tenant);

  Json rows(const std::string& target) {
    const Answer answer = world_.get(target, key_);
    EXPECT_EQ(answer.status, 200) << target << "\n" << answer.body;
    return answer.status == 200 ? answer.json()["dados"] : Json::array();
  }
  Answer refused(const std::string& target) {
    Answer answer = world_.get(target, key_);
    EXPECT_EQ(answer.status, 400) << target << "\n" << answer.body;
    return answer;
  }
};

TEST_F(ListsTest, EveryFilterChoosesWhatItSays) {
  EXPECT_EQ(rows("/api/v1/caixas?codigo_barras=100000003K").size(), 1U);
  EXPECT_EQ(rows("/api/v1/caixas?codigo_barras=100000003K,100000004K,nada").size(), 2U);
  EXPECT_EQ(rows("/api/v1/caixas?codigo_barras.de=100000003K&codigo_barras.ate=100000007K").size(),
            5U);
  EXPECT_EQ(rows("/api/v1/caixas?codigo_barras.prefixo=10000001").size(), 10U);
  EXPECT_EQ(rows("/api/v1/caixas?dt_abate=2025-01-27").size(), 25U);
  EXPECT_EQ(rows("/api/v1/caixas?dt_abate.de=2025-01-28").size(), 0U);
  EXPECT_EQ(rows("/api/v1/caixas?flag_desossa=sim").size(), 25U);
}

TEST_F(ListsTest, PagesGoThroughAllRowsOnceInEveryOrder) {
  for (const char* order : {"", "&ordem=-codigo_barras", "&ordem=dt_producao,-peso_liquido",
                            "&ordem=-dt_validade", "&ordem=motivo_nao_rastreavel"}) {
    std::set<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
      const Answer page = world_.get(fmt::format("/api/v1/caixas?limite=4{}{}", order,
                                                 cursor.empty() ? "" : "&cursor=" + cursor),
                                     key_);
      ASSERT_EQ(page.status, 200) << page.body;
      const Json document = page.json();
      for (const Json& row : document["dados"]) {
        EXPECT_TRUE(seen.insert(row["codigo_barras"]).second) << order;
      }
      cursor = page.json()["proximo"].is_null() ? "" : page.json()["proximo"].get<std::string>();
      EXPECT_EQ(cursor.empty(), page.header("link").empty());
      ++pages;
    } while (!cursor.empty() && pages < 20);
    EXPECT_EQ(seen.size(), 25U) << order;
    EXPECT_EQ(pages, 7) << order;
  }
}

TEST_F(ListsTest, ACursorServesOnlyItsListRoleAndTenant) {
  const std::string cursor = world_.get("/api/v1/caixas?limite=4", key_).json()["proximo"];
  EXPECT_EQ(refused("/api/v1/caixas?limite=4&flag_desossa=true&cursor=" + cursor).code(),
            "cursor_invalido");
  EXPECT_EQ(refused("/api/v1/caixas?ordem=-codigo_barras&cursor=" + cursor).code(),
            "cursor_invalido");
  EXPECT_EQ(refused("/api/v1/vendas?cursor=" + cursor).code(), "cursor_invalido");
  EXPECT_EQ(refused("/api/v1/caixas?cursor=x" + cursor).code(), "cursor_invalido");
  const std::string target = "/api/v1/caixas?limite=4&cursor=" + cursor;
  EXPECT_EQ(world_.get(target, world_.key("zz9", Role::tenant)).status, 400);
  EXPECT_EQ(world_.get(target, world_.key("a1b2c3", Role::staff)).status, 400);
  EXPECT_EQ(world_.get(target, world_.key("a1b2c3", Role::tenant)).status, 200);
}

TEST_F(ListsTest, UnknownParametersNameTheNearest) {
  const Answer answer = refused("/api/v1/caixas?dt_producaoo=2025-01-27");
  EXPECT_EQ(answer.code(), "parametro_desconhecido");
  EXPECT_EQ(answer.json()["parametro"], "dt_producaoo");
  EXPECT_THAT(answer.json()["detail"].get<std::string>(), HasSubstr("dt_producao"));
}

TEST_F(ListsTest, ValuesThatCannotBeAreRefusedWithTheirParameter) {
  for (const char* query : {"dt_abate=27-13-2025", "dt_abate=2025-02-30", "limite=0", "limite=1001",
                            "limite=x", "peso_liquido=a", "cod_empresa=99999999999",
                            "flag_desossa=talvez", "ordem=nada", "campos=nada", "pessoais=2"}) {
    const Answer answer = refused(fmt::format("/api/v1/caixas?{}", query));
    EXPECT_EQ(answer.code(), "parametro_invalido") << query;
    EXPECT_FALSE(answer.json()["parametro"].get<std::string>().empty());
  }
}

TEST_F(ListsTest, FieldsComeInTheOrderAskedAndCountsOnlyWhenAsked) {
  const Answer answer = world_.get("/api/v1/caixas?campos=peso_liquido,codigo_barras&limite=1",
                                   key_, {"Prefer: count=exact"});
  EXPECT_EQ(answer.json()["dados"][0].size(), 2U);
  EXPECT_EQ(answer.json()["total"], 25);
  EXPECT_EQ(answer.header("preference-applied"), "count=exact");
  EXPECT_THAT(answer.body, StartsWith("{\"dados\":[{\"peso_liquido\":"));
  EXPECT_FALSE(world_.get("/api/v1/caixas", key_).json().contains("total"));
}

TEST_F(ListsTest, AnEntityTagHoldsUntilGoldChanges) {
  const Answer first = world_.get("/api/v1/caixas", key_);
  const std::string tag = first.header("etag");
  ASSERT_FALSE(tag.empty());
  const Headers known = {"If-None-Match: " + tag};
  EXPECT_EQ(world_.get("/api/v1/caixas", key_, known).status, 304);
  EXPECT_EQ(world_.get("/api/v1/caixas?limite=2", key_, known).status, 200);
  EXPECT_EQ(world_.get("/api/v1/caixas", world_.key("zz9", Role::tenant), known).status, 200);
  world_.owner().execute("UPDATE modelo_cliente SET alterado_em = clock_timestamp()");
  EXPECT_EQ(world_.get("/api/v1/caixas", key_, known).status, 200);
  EXPECT_EQ(world_.get("/api/v1/alertas", world_.key("a1b2c3", Role::staff)).header("etag"), "");
}

TEST_F(ListsTest, StreamsGiveEveryRowInTheirFormats) {
  const Answer lines = world_.get("/api/v1/caixas", key_, {"Accept: application/jsonl"});
  EXPECT_TRUE(lines.whole);
  EXPECT_EQ(std::count(lines.body.begin(), lines.body.end(), '\n'), 25);
  EXPECT_EQ(Json::parse(lines.body.substr(0, lines.body.find('\n')))["codigo_barras"],
            "100000001K");
  const Answer csv =
      world_.get("/api/v1/caixas?campos=codigo_barras,peso_liquido", key_, {"Accept: text/csv"});
  EXPECT_THAT(csv.body, StartsWith("codigo_barras,peso_liquido\r\n100000001K,"));
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 26);
  const Answer excel = world_.get("/api/v1/caixas?campos=codigo_barras,peso_liquido", key_,
                                  {"Accept: text/csv; estilo=excel-br"});
  EXPECT_THAT(excel.body, StartsWith("\xEF\xBB\xBF"
                                     "codigo_barras;peso_liquido\r\n"));
  EXPECT_THAT(excel.body, HasSubstr(","));
}

TEST_F(ListsTest, TheTypeWantedMostIsGivenHoweverItIsWritten) {
  const std::pair<const char*, const char*> wanted[] = {
      {"TEXT/CSV", "text/csv"},
      {"application/json, text/csv", "application/json"},
      {"text/csv, application/json", "text/csv"},
      {"text/csv;q=0.2, application/json;q=0.9", "application/json"},
      {"text/csv;q=0, */*", "application/json"},
      {"application/x-ndjson, */*;q=0.1", "application/jsonl"},
      {"text/html", "application/json"}};
  for (const auto& [accept, type] : wanted) {
    const Answer answer =
        world_.get("/api/v1/caixas?limite=1", key_, {std::string("Accept: ") + accept});
    EXPECT_THAT(answer.header("content-type"), StartsWith(type)) << accept;
  }
  for (const char* prefer : {"count=\"exact\"", "Count=exact", "respond-async, count=exact"}) {
    const Answer answer =
        world_.get("/api/v1/caixas?limite=1", key_, {std::string("Prefer: ") + prefer});
    EXPECT_EQ(answer.json()["total"], 25) << prefer;
  }
}

TEST_F(ListsTest, AParameterThatComesTwiceIsRefusedAndNotGuessed) {
  for (const char* query : {"limite=1&limite=2", "dt_abate=2025-01-27&dt_abate=2025-01-28",
                            "campos=dt_abate&campos=x"}) {
    EXPECT_EQ(refused(fmt::format("/api/v1/caixas?{}", query)).code(), "parametro_invalido");
  }
}

TEST_F(ListsTest, DocumentsAndUnitsAreFoundAsPeopleWriteThem) {
  const Json row = rows("/api/v1/caixas?limite=1")[0];
  const auto cnpj = row["cnpj_industria_abate"].get<std::string>();
  ASSERT_EQ(cnpj.size(), 14U);
  const std::string written = fmt::format("{}.{}.{}%2F{}-{}", cnpj.substr(0, 2), cnpj.substr(2, 3),
                                          cnpj.substr(5, 3), cnpj.substr(8, 4), cnpj.substr(12));
  EXPECT_EQ(rows("/api/v1/caixas?cnpj_industria_abate=" + written).size(), 25U);
  EXPECT_EQ(rows("/api/v1/caixas?cnpj_industria_abate.prefixo=" + written.substr(0, 6)).size(),
            25U);
  EXPECT_EQ(rows("/api/v1/caixas?nr_unidade_desossa=009999").size(), 25U);
  EXPECT_EQ(world_.get("/api/v1/caixas/09999/100000001K", key_).status, 200);
}

TEST_F(ListsTest, OneRowIsFoundByItsWholeKey) {
  EXPECT_EQ(world_.get("/api/v1/caixas/9999/100000001K", key_).json()["codigo_barras"],
            "100000001K");
  EXPECT_EQ(world_.get("/api/v1/caixas/9999/nada", key_).status, 404);
  EXPECT_EQ(world_.get("/api/v1/lotes-abate/9999/2025-01-27/1", key_).status, 200);
  EXPECT_EQ(world_.get("/api/v1/lotes-abate/9999/nunca/1", key_).status, 404);
  const Json sale = rows("/api/v1/vendas")[0];
  const std::string load = sale["carga"].get<std::string>();
  const std::string path =
      fmt::format("/api/v1/vendas/{}/{}/{}", sale["cnpj_local_estoque"].get<std::string>(),
                  sale["nr_pedido"].get<std::string>(), load.empty() ? "-" : load);
  EXPECT_EQ(world_.get(path, key_).json(), sale);
}

TEST_F(ListsTest, HostileValuesAreValues) {
  for (const char* value :
       {"%27%20OR%20true--", "%27%3B%20DROP%20TABLE%20service_caixas%3B--", "%25", "%5C", "%24%24",
        "a%27%29%29%20UNION%20SELECT%201", "%E2%80%AE", "{0}"}) {
    for (const char* form : {"codigo_barras={}", "codigo_barras.prefixo={}", "codigo_barras.de={}x",
                             "sku_descricao={},{}"}) {
      const Answer answer =
          world_.get("/api/v1/caixas?" + fmt::format(fmt::runtime(form), value, value), key_);
      EXPECT_EQ(answer.status, 200) << form << value << answer.body;
    }
    EXPECT_EQ(world_.get(fmt::format("/api/v1/caixas/9999/{}", value), key_).status, 404);
    for (const char* name : {"campos", "ordem", "cursor", "limite"}) {
      EXPECT_EQ(world_.get(fmt::format("/api/v1/caixas?{}={}", name, value), key_).status, 400);
    }
    EXPECT_EQ(world_.get(fmt::format("/api/v1/caixas?{}=1", value), key_).status, 400);
  }
  EXPECT_EQ(rows("/api/v1/caixas").size(), 25U);
}

TEST_F(ListsTest, ClientsWhoLeaveOrReadSlowlyDisturbNobody) {
  for (int i = 0; i < 20; ++i) {
    Socket socket(world_.address());
    socket.send(
        fmt::format("GET /api/v1/caixas HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n"
                    "Authorization: Bearer {}\r\n\r\n",
                    key_));
  }
  EXPECT_EQ(rows("/api/v1/caixas").size(), 25U);
}

}  // namespace
}  // namespace gdo::api::test
