// Clients that leave, read slowly or lose their key; a server that is told to end.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/keys.h"
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
  const std::string key = left_world().key("a1b2c3", Role::tenant);
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

// A tenant of many boxes, while it lives.
class ManyBoxes {
 public:
  explicit ManyBoxes(int count) {
    left_world().owner().execute(fmt::format(
        "INSERT INTO service_caixas SELECT (jsonb_populate_record(NULL::service_caixas, "
        "to_jsonb(t) || jsonb_build_object('token_cliente', 'lentos', 'sku_descricao', 'ANTES', "
        "'codigo_barras', 'L' || n))).* "
        "FROM (SELECT * FROM service_caixas WHERE token_cliente = 'a1b2c3' LIMIT 1) t, "
        "generate_series(1, {}) n",
        count));
  }
  ~ManyBoxes() {
    left_world().owner().execute("DELETE FROM service_caixas WHERE token_cliente = 'lentos'");
    left_world().owner().execute("VACUUM ANALYZE service_caixas");  // others look at plans
  }
  static void change() {
    left_world().owner().execute(
        "UPDATE service_caixas SET sku_descricao = 'DEPOIS' WHERE token_cliente = 'lentos'; "
        "DELETE FROM service_caixas WHERE token_cliente = 'lentos' AND codigo_barras LIKE 'L%7'");
  }
};

std::unique_ptr<Socket> slow_reader(const Serving& serving, const std::string& key,
                                    const std::string& target = "/api/v1/caixas") {
  auto reader = std::make_unique<Socket>(serving.address(), 32768);
  reader->send(request_of(target, key, "application/jsonl"));
  return reader;
}

// All of a streamed answer that is left; empty when it breaks off.
std::string rest_of(Socket& reader) {
  reader.hurry();
  std::string all;
  while (!all.ends_with("\r\n0\r\n\r\n")) {
    const std::string piece = reader.receive();
    if (piece.empty()) return {};
    all += piece;
  }
  return all;
}

std::size_t times_in(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

std::int64_t open_transactions() {
  return left_world()
      .owner()
      .query(
          "SELECT count(*) FROM pg_stat_activity WHERE usename = 'gdo_api' "
          "AND datname = current_database() AND state = 'idle in transaction'")
      .integer(0, 0);
}

TEST(LeavingTest, SlowReadersHoldNoConnectionOfThePool) {
  const ManyBoxes boxes(2500);
  const Serving serving(left_world().catalog(), left_world().options());
  const std::string key = left_world().key("lentos", Role::tenant);
  std::vector<std::unique_ptr<Socket>> readers;
  for (int i = 0; i < 10; ++i) readers.push_back(slow_reader(serving, key));
  for (const auto& reader : readers) EXPECT_THAT(reader->receive(), HasSubstr("200 OK"));
  EXPECT_LT(time_until([&] { return serving.pool().idle() == serving.pool().open(); }, seconds(30)),
            seconds(30));
  EXPECT_EQ(serving.get("/api/v1/caixas?limite=1", key).status, 200);
  EXPECT_NE(rest_of(*readers.front()), "") << "the slow one gets all of it";
}

TEST(LeavingTest, SlowReadersGetTheRowsOfOneMomentFromOneConnectionThatWaits) {
  const ManyBoxes boxes(3000);
  const Serving serving(left_world().catalog(), left_world().options());
  const std::string key = left_world().key("lentos", Role::tenant);
  std::vector<std::unique_ptr<Socket>> readers;
  for (int i = 0; i < 3; ++i) readers.push_back(slow_reader(serving, key));
  for (const auto& reader : readers) EXPECT_THAT(reader->receive(), HasSubstr("200 OK"));
  const auto all_wait = [&] {
    return serving.pool().idle() == serving.pool().open() && open_transactions() == 1;
  };
  ASSERT_LT(time_until(all_wait, seconds(30)), seconds(30));
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_TRUE(all_wait()) << "what they do not fetch is not made";
  left_world().owner().execute(
      "BEGIN; LOCK TABLE service_caixas IN ACCESS EXCLUSIVE MODE NOWAIT; ROLLBACK");
  ManyBoxes::change();
  readers.pop_back();  // one leaves
  for (const auto& reader : readers) {
    const std::string rest = rest_of(*reader);
    ASSERT_NE(rest, "");
    EXPECT_EQ(times_in(rest, "DEPOIS"), 0U);
    EXPECT_THAT(rest, HasSubstr("\"L2997\""));
  }
  EXPECT_LT(time_until([] { return open_transactions() == 0; }, seconds(5)), seconds(5))
      << "the moment goes with the last of them";
}

TEST(LeavingTest, AListWhoseTableIsWrittenAnewUnderASlowReaderBreaksOff) {
  const ManyBoxes boxes(3000);
  const Serving serving(left_world().catalog(), left_world().options());
  const auto reader = slow_reader(serving, left_world().key("lentos", Role::tenant));
  EXPECT_THAT(reader->receive(), HasSubstr("200 OK"));
  ASSERT_LT(time_until([] { return open_transactions() == 1; }, seconds(30)), seconds(30));
  left_world().owner().execute(
      "CREATE TEMP TABLE guardadas AS TABLE service_caixas; TRUNCATE service_caixas; "
      "INSERT INTO service_caixas TABLE guardadas; DROP TABLE guardadas");
  EXPECT_EQ(rest_of(*reader), "");
  EXPECT_LT(time_until([] { return open_transactions() == 0; }, seconds(5)), seconds(5));
}

// Such a list would have to be sorted anew after each pause: it is made at once, and waits on disk.
TEST(LeavingTest, AListInAnotherOrderIsOfOneMomentToo) {
  const ManyBoxes boxes(2500);
  const Serving serving(left_world().catalog(), left_world().options());
  const auto reader = slow_reader(serving, left_world().key("lentos", Role::tenant),
                                  "/api/v1/caixas?ordem=-peso_liquido");
  const std::string head = reader->receive();
  EXPECT_THAT(head, HasSubstr("200 OK"));
  ASSERT_LT(time_until([&] { return serving.pool().idle() == serving.pool().open(); }, seconds(30)),
            seconds(30));
  EXPECT_EQ(open_transactions(), 0);
  ManyBoxes::change();
  EXPECT_EQ(times_in(head + rest_of(*reader), "ANTES"), 2500U);
}

TEST(LeavingTest, AnAnswerUnderWayIsGivenBeforeTheServerEnds) {
  Serving serving(left_world().catalog(), left_world().options());
  const std::string key = left_world().key("a1b2c3", Role::tenant);
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
  socket.send(request_of("/api/v1/eventos", left_world().key("a1b2c3", Role::staff)));
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
  const std::string key = left_world().key("a1b2c3", Role::staff);
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
