#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/problem.h"
#include "api/served_world.h"

namespace gdo::api::test {
namespace {

using testing::HasSubstr;
using testing::Not;

ServedWorld& world() { return ServedWorld::shared(); }

// What the server answers to these very bytes.
Answer answer_to(const std::string& bytes) {
  Socket socket(world().address());
  socket.send(bytes);
  return socket.answer();
}

TEST(ServerTest, HealthAndTheDashboardsFrameWantNoKey) {
  EXPECT_EQ(world().get("/healthz", "").status, 200);
  EXPECT_EQ(world().get("/readyz", "").status, 200);
  const Answer frame = world().get("/", "");
  EXPECT_EQ(frame.status, 200);
  EXPECT_THAT(frame.header("content-type"), HasSubstr("text/html"));
  EXPECT_THAT(frame.header("content-security-policy"), HasSubstr("default-src 'none'"));
}

TEST(ServerTest, WithoutAKeyOrWithADeadOneItIs401) {
  const Answer none = world().get("/api/v1/caixas", "");
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(none.code(), "sem_chave");
  const Answer wrong = world().get("/api/v1/caixas", "gdo_nada");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.code(), "chave_invalida");
}

TEST(ServerTest, ProblemsSpeakThePreferredLanguageAndNameTheRequest) {
  const Answer pt = world().get("/api/v1/caixas", "");
  EXPECT_THAT(pt.header("content-type"), HasSubstr("application/problem+json"));
  EXPECT_EQ(pt.json()["title"], "Falta a chave");
  EXPECT_EQ(pt.json()["id"], pt.header("x-request-id"));
  const Answer en = world().get("/api/v1/caixas", "", {"Accept-Language: pt;q=0.5, en-GB"});
  EXPECT_EQ(en.json()["title"], "No key");
}

TEST(ServerTest, ProblemsAreOfTheCatalogueWithTheirValuesInBothLanguages) {
  const std::string key = world().key("a1b2c3", Role::tenant);
  const std::string target = "/api/v1/caixas?dt_producaoo=2025-01-01";
  EXPECT_EQ(world().get(target, key).json()["detail"],
            "Não há parâmetro dt_producaoo. Seria dt_producao?");
  EXPECT_EQ(world().get(target, key, {"Accept-Language: en"}).json()["detail"],
            "There is no parameter dt_producaoo. Did you mean dt_producao?");
  for (const ProblemKind& kind : problem_kinds()) {
    EXPECT_NE(said(kind.title).pt, kind.title) << kind.code;
  }
  // Braces of a text without values are no places for them.
  EXPECT_THAT(world().post("/api/v1/caixas/rastreabilidade", key, "1").json()["detail"],
              HasSubstr("{\"codigos_barras\": [\"…\"]}"));
}

TEST(ServerTest, SeveralRequestsOnOneConnectionAreAnsweredInOrder) {
  Socket socket(world().address());
  const std::string one = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string two = "GET /nada HTTP/1.1\r\nHost: x\r\n\r\n";
  socket.send(one + two + one);
  EXPECT_EQ(socket.answer().status, 200);
  EXPECT_EQ(socket.answer().status, 404);
  EXPECT_EQ(socket.answer().status, 200);
}

TEST(ServerTest, AmbiguousAndBrokenRequestsAreRefused) {
  const char* const broken[] = {
      "GET / HTTP/1.1\r\n\r\n",                             // no host
      "GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n",  // a folded line
      "GET / HTTP/3.7\r\nHost: x\r\n\r\n",
      "nonsense\r\n\r\n",
      "POST /api/v1/caixas/rastreabilidade HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/caixas?a=%00 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/caixas?a=%ff HTTP/1.1\r\nHost: x\r\n\r\n",
  };
  for (const char* bytes : broken) EXPECT_EQ(answer_to(bytes).status, 400) << bytes;
}

TEST(ServerTest, HeadersOver32KilobytesAreRefused) {
  const Answer answer =
      answer_to("GET / HTTP/1.1\r\nHost: x\r\nX-A: " + std::string(40000, 'a') + "\r\n\r\n");
  EXPECT_EQ(answer.status, 431);
}

TEST(ServerTest, BodiesOfTheWrongTypeOrSizeAreRefusedBeforeTheyAreRead) {
  const std::string key = world().key("a1b2c3", Role::tenant);
  const std::string path = "/api/v1/caixas/rastreabilidade";
  EXPECT_EQ(world().post(path, key, "{}", {"Content-Type: text/plain"}).status, 415);
  Socket socket(world().address());
  socket.send(
      fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n"
                  "Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n",
                  path, key));
  const Answer large = socket.answer();
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.code(), "grande_demais");
}

TEST(ServerTest, OtherMethodsAreToldWhatThePathTakes) {
  const std::string key = world().key("a1b2c3", Role::tenant);
  Answer answer = ask(world().address(), "DELETE", "/api/v1/caixas");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("allow"), "GET, HEAD");
  EXPECT_EQ(ask(world().address(), "HEAD", "/healthz").status, 200);
}

TEST(ServerTest, MetricsCountRoutesAndNeverNameValues) {
  world().get("/api/v1/caixas/9999/SEGREDO", world().key("a1b2c3", Role::tenant));
  const Answer metrics = world().get("/metrics", "");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_THAT(metrics.body,
              HasSubstr("rota=\"/api/v1/caixas/{nr_unidade_desossa}/{codigo_barras}\""));
  EXPECT_THAT(metrics.body, Not(HasSubstr("SEGREDO")));
}

TEST(ServerTest, LongAnswersAreCompressedForWhoTakesIt) {
  const std::string key = world().key("a1b2c3", Role::tenant);
  const Answer zipped = world().get("/api/v1/caixas", key, {"Accept-Encoding: br, gzip"});
  EXPECT_EQ(zipped.header("content-encoding"), "gzip");
  EXPECT_EQ(zipped.body.substr(0, 2), "\x1f\x8b");
  EXPECT_EQ(
      world().get("/api/v1/caixas", key, {"Accept-Encoding: gzip;q=0"}).header("content-encoding"),
      "");
}

}  // namespace
}  // namespace gdo::api::test
