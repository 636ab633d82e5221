// Clients that leave, read slowly or lose their key; a server that is told to end.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/key_text.h"
#include "api/served_world.h"

namespace gdo::api::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

ServedWorld& left_world() { return ServedWorld::shared(); }

// Polls; how long it took until it held, at most `patience`.
template <typename Holds>
milliseconds time_until(const Holds& holds, milliseconds patience) {
  const auto began = Clock::now();
  while (!holds() && Clock::now() - began < patience) std::this_thread::sleep_for(milliseconds(20));
  return std::chrono::duration_cast<milliseconds>(Clock::now() - began);
}

// Nobody reads boxes while it lives: what a request asks of them takes as long as it likes.
class BoxesLocked {
 public:
  BoxesLocked() : connection_(left_world().options().loader) {
    connection_.execute("BEGIN; LOCK TABLE service_caixas IN ACCESS EXCLUSIVE MODE");
  }
  void release() { connection_.execute("ROLLBACK"); }

 private:
  pg::Connection connection_;
};

bool somebody_waits() {
  return left_world()
             .owner()
             .query(
                 "SELECT count(*) FROM pg_stat_activity WHERE usename = 'gdo_api' "
                 "AND datname = current_database() AND wait_event_type = 'Lock'")
             .integer(0, 0) > 0;
}

std::string request_of(const std::string& target, const std::string& key,
                       const std::string& accept = "application/json") {
  return fmt::format("GET {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nAccept: {}\r\n\r\n",
                     target, key, accept);
}

TEST(LeavingTest, WhatRunsForAClientThatLeavesIsCancelledWithinASecond) {
  const std::string key = left_world().key("a1b2c3", Role::cliente);
  const char* const asked[][2] = {{"/api/v1/caixas", "application/json"},
                                  {"/api/v1/caixas", "text/csv"},
                                  {"/api/v1/caixas", "application/jsonl"},
                                  {"/api/v1/exportacao/epcis?caixa=9999/100000001K", "*/*"}};
  for (const auto& [target, accept] : asked) {
    BoxesLocked locked;
    {
      const Socket client(left_world().address());
      client.send(request_of(target, key, accept));
      ASSERT_LT(time_until(somebody_waits, seconds(10)), seconds(10)) << target;
    }
    EXPECT_LT(time_until([] { return !somebody_waits(); }, seconds(5)), seconds(1))
        << target << accept;
  }
}

TEST(LeavingTest, SlowReadersHoldNoConnectionOfThePool) {
  left_world().owner().execute(
      "INSERT INTO service_caixas SELECT (jsonb_populate_record(NULL::service_caixas, to_jsonb(t) "
      "|| jsonb_build_object('token_cliente', 'lentos', 'codigo_barras', 'L' || n))).* "
      "FROM (SELECT * FROM service_caixas WHERE token_cliente = 'a1b2c3' LIMIT 1) t, "
      "generate_series(1, 2500) n");
  const Serving serving(left_world().catalog(), left_world().options());
  const std::string key = left_world().key("lentos", Role::cliente);
  std::vector<std::unique_ptr<Socket>> readers;
  for (int i = 0; i < 10; ++i) {
    readers.push_back(std::make_unique<Socket>(serving.address(), 4096));
    readers.back()->send(request_of("/api/v1/caixas", key, "application/jsonl"));
  }
  for (const auto& reader : readers) EXPECT_THAT(reader->receive(), HasSubstr("200 OK"));
  EXPECT_LT(time_until([&] { return serving.pool().idle() == serving.pool().open(); }, seconds(30)),
            seconds(30));
  EXPECT_EQ(serving.get("/api/v1/caixas?limite=1", key).status, 200);
  readers.resize(1);
  std::string all;
  while (all.find("\r\n0\r\n\r\n") == std::string::npos) {
    const std::string piece = readers[0]->receive();
    ASSERT_FALSE(piece.empty()) << "the slow one gets all of it";
    all += piece;
  }
  left_world().owner().execute("DELETE FROM service_caixas WHERE token_cliente = 'lentos'");
}

TEST(LeavingTest, AnAnswerUnderWayIsGivenBeforeTheServerEnds) {
  Serving serving(left_world().catalog(), left_world().options());
  const std::string key = left_world().key("a1b2c3", Role::cliente);
  Socket idle(serving.address());
  idle.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(idle.answer().status, 200);
  BoxesLocked locked;
  Socket client(serving.address());
  client.send(request_of("/api/v1/caixas?limite=1", key));
  ASSERT_LT(time_until(somebody_waits, seconds(10)), seconds(10));
  serving.drain();
  EXPECT_EQ(idle.receive(), "") << "who asks nothing is let go";
  EXPECT_THROW(Socket{serving.address()}, std::exception) << "nobody new is taken";
  EXPECT_FALSE(serving.ended());
  locked.release();
  const Answer answer = client.answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.whole);
  EXPECT_EQ(client.receive(), "") << "and no further request is taken";
  EXPECT_LT(time_until([&] { return serving.ended(); }, seconds(5)), seconds(5));
}

// Reads events until one holds the text; what came. Empty at the end of the stream.
std::string events_until(Socket& socket, const std::string& text) {
  std::string all;
  while (all.find(text) == std::string::npos) {
    const std::string piece = socket.receive();
    if (piece.empty()) return {};
    all += piece;
  }
  return all;
}

void log_line(const char* message, const std::optional<std::string>& tenant) {
  left_world().owner().query(
      "INSERT INTO log_processamento (camada, status, mensagem, usuario, hostname, versao_script, "
      "token_cliente) VALUES ('raw', 'sucesso', $1, 'u', 'h', 'v', $2)",
      {message, tenant});
  left_world().owner().execute("NOTIFY gdo_eventos");
}

TEST(EventsTest, TellWhatHappensToTheTenantAndNothingElse) {
  Socket socket(left_world().address());
  socket.send(request_of("/api/v1/eventos", left_world().key("a1b2c3", Role::operador)));
  events_until(socket, "retry:");
  // The first look only finds out where the log ends now.
  std::this_thread::sleep_for(milliseconds(1200));
  log_line("segredo de outro", "zz9");
  log_line("da casa", std::nullopt);
  log_line("do cliente", "a1b2c3");
  const std::string told = events_until(socket, "do cliente");
  EXPECT_THAT(told, HasSubstr("event: log"));
  EXPECT_THAT(told, Not(HasSubstr("segredo de outro")));
  EXPECT_THAT(told, Not(HasSubstr("da casa")));
}

TEST(EventsTest, EndWithinFiveSecondsWhenTheirKeyIsRevoked) {
  const std::string key = left_world().key("a1b2c3", Role::operador);
  Socket socket(left_world().address());
  socket.send(request_of("/api/v1/eventos", key));
  events_until(socket, "retry:");
  std::this_thread::sleep_for(milliseconds(1500));
  ASSERT_TRUE(revoke_key(left_world().owner(), *id_of_key(key), "teste"));
  const auto revoked = Clock::now();
  while (!socket.receive().empty()) continue;
  EXPECT_LT(Clock::now() - revoked, seconds(5));
  EXPECT_EQ(left_world().get("/api/v1/eventos", key).status, 401);
}

}  // namespace
}  // namespace gdo::api::test
