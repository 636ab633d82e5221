// Alerts are told once each, whoever tells them, and none is lost while a channel is dead.

#include "monitor/alert_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "base/translation.h"
#include "monitor/alert_json.h"
#include "monitor/post_receiver.h"
#include "monitor/test_plant.h"

namespace gdo::monitor {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class AlertQueueTest : public testing::Test {
 protected:
  void open(const std::string& key, int rows = 1) {
    connection_.query(
        "INSERT INTO alerta (token_cliente, tipo, severidade, chave, mensagem, detalhes) VALUES "
        "('a1b2c3', 'modelo_aviso', 'aviso', $1, 'm', jsonb_build_object('linhas', $2::int, "
        "'dia', '2026-06-29')) ON CONFLICT (chave) WHERE status = 'aberto' DO UPDATE "
        "SET vezes = alerta.vezes + 1, detalhes = excluded.detalhes",
        {key, rows});
  }
  SentAlerts notify_all(int tries = 1) {
    return send_alerts(connection_, {.webhooks = receiver_.url()}, tries);
  }
  std::int64_t number(const std::string& sql) { return connection_.query(sql).integer(0, 0); }

  test::TestPlant plant_;
  pg::Connection connection_ = plant_.connect();
  test::PostReceiver receiver_;
};

TEST_F(AlertQueueTest, BodyIsTheAlertAsShowPrintsIt) {
  open("k1");
  EXPECT_EQ(notify_all().sent, 1);
  ASSERT_THAT(receiver_.taken(), SizeIs(1));
  json body = json::parse(receiver_.taken()[0]);
  json shown = json::parse(alerts_json(connection_, {1, "", ""}).at(0).dump());
  EXPECT_EQ(body, shown);
  for (const char* member : {"severidade", "causa", "link", "o_que_fazer"}) {
    EXPECT_TRUE(body[member].is_string()) << member;
  }
}

TEST_F(AlertQueueTest, BrokenFileIsOneAlertThatNamesIt) {
  plant_.deliver("animais", "animais_2026_06_29_10_00_00_000Z.json", "[{\"id_animal\": ");
  plant_.load();
  notify_all();
  notify_all();
  ASSERT_THAT(receiver_.taken(), SizeIs(1));
  const json body = json::parse(receiver_.taken()[0]);
  EXPECT_EQ(body["tipo"], "arquivo_com_erro");
  EXPECT_THAT(body["nome_arquivo"].get<std::string>(),
              HasSubstr("animais_2026_06_29_10_00_00_000Z.json"));
  EXPECT_THAT(body["mensagem"].get<std::string>(), HasSubstr("não pôde ser lido: JSON malformado"));
  EXPECT_EQ(number("SELECT count(*) FROM alerta WHERE status = 'aberto'"), 1);
  plant_.deliver("animais", "animais_2026_06_29_10_00_00_000Z.json", "[]");
  plant_.load();
  notify_all();
  EXPECT_EQ(number("SELECT count(*) FROM alerta WHERE status = 'aberto'"), 0);
}

TEST_F(AlertQueueTest, EightSendersTellEachAlertOnce) {
  for (int i = 0; i < 20; ++i) open("k" + std::to_string(i));
  std::vector<std::thread> senders;
  for (int i = 0; i < 8; ++i) {
    senders.emplace_back([this] {
      pg::Connection own = plant_.connect();
      send_alerts(own, {.webhooks = receiver_.url()}, 1);
    });
  }
  for (std::thread& sender : senders) sender.join();
  std::set<std::int64_t> ids;
  for (const std::string& body : receiver_.taken()) {
    ids.insert(json::parse(body)["id"].get<std::int64_t>());
  }
  EXPECT_THAT(receiver_.taken(), SizeIs(20));
  EXPECT_THAT(ids, SizeIs(20));
}

TEST_F(AlertQueueTest, NothingIsLostWhileAChannelIsDeadAndAnotherSaysSo) {
  test::PostReceiver other;
  receiver_.answer(503);
  open("k1");
  const AlertTargets both{.webhooks = receiver_.url() + " " + other.url()};
  EXPECT_EQ(send_alerts(connection_, both, 1).failed, 1);
  EXPECT_THAT(other.taken(), SizeIs(1));
  connection_.query(
      "UPDATE alerta_canal SET falha_desde = falha_desde - interval '2 minutes' "
      "WHERE falha_desde IS NOT NULL");
  send_alerts(connection_, both, 1);
  ASSERT_THAT(other.taken(), SizeIs(2));
  EXPECT_EQ(json::parse(other.taken()[1])["tipo"], "canal_mudo");
  receiver_.answer(200);
  connection_.query("UPDATE alerta_envio SET tentar_em = clock_timestamp()");
  send_alerts(connection_, both, 1);
  EXPECT_THAT(receiver_.taken(), SizeIs(2));
  EXPECT_EQ(number("SELECT count(*) FROM alerta_envio WHERE enviado_em IS NULL"), 0);
  send_alerts(connection_, both, 1);
  EXPECT_EQ(number("SELECT count(*) FROM alerta WHERE status = 'aberto' AND tipo = 'canal_mudo'"),
            0);
}

// Forty messages that each fail after seconds would keep another channel from hearing of it.
TEST_F(AlertQueueTest, DeadChannelIsAskedOnceARoundHoweverManyMessagesWait) {
  test::PostReceiver other;
  receiver_.answer(503);
  for (int i = 0; i < 40; ++i) open("k" + std::to_string(i));
  const AlertTargets both{.webhooks = receiver_.url() + " " + other.url()};
  const SentAlerts round = send_alerts(connection_, both, 1);
  EXPECT_EQ(round.sent, 40);
  EXPECT_EQ(round.failed, 40);
  EXPECT_THAT(other.taken(), SizeIs(40));
  EXPECT_EQ(number("SELECT sum(tentativas) FROM alerta_envio WHERE enviado_em IS NULL"), 1);
  receiver_.answer(200);
  connection_.query("UPDATE alerta_envio SET tentar_em = clock_timestamp()");
  EXPECT_EQ(send_alerts(connection_, both, 1).sent, 40);
}

// After an hour of silence the messages wait minutes for their turn: the first that is taken shows
// that the others will be.
TEST_F(AlertQueueTest, ChannelThatTakesAgainIsGivenAllThatWaitedAtOnce) {
  receiver_.answer(503);
  for (const char* key : {"k1", "k2", "k3"}) open(key);
  EXPECT_EQ(notify_all().failed, 3);
  connection_.query(
      "UPDATE alerta_envio SET tentar_em = clock_timestamp() + CASE id % 3 "
      "WHEN 0 THEN interval '0' ELSE interval '4 minutes' END");
  receiver_.answer(200);
  EXPECT_EQ(notify_all().sent, 3);
  EXPECT_EQ(number("SELECT count(*) FROM alerta_envio WHERE enviado_em IS NULL"), 0);
}

TEST_F(AlertQueueTest, OpenAlertIsToldAgainWhenItIsTimeOrHasGrownByHalf) {
  open("k1", 10);
  notify_all();
  open("k1", 14);
  notify_all();
  EXPECT_THAT(receiver_.taken(), SizeIs(1));
  open("k1", 15);
  notify_all();
  EXPECT_THAT(receiver_.taken(), SizeIs(2));
  connection_.query("UPDATE alerta SET avisar_em = clock_timestamp()");
  notify_all();
  EXPECT_THAT(receiver_.taken(), SizeIs(3));
}

TEST_F(AlertQueueTest, WhatWasExpectedClosesItsDay) {
  open("k1");
  EXPECT_THAT(expect_alerts(connection_, {1}, "ana", "feriado local"), SizeIs(1));
  EXPECT_THAT(expect_alerts(connection_, {1}, "ana", "feriado local"), IsEmpty());
  EXPECT_EQ(number("SELECT count(*) FROM dia_fechado WHERE dia = '2026-06-29'"), 1);
  notify_all();
  EXPECT_THAT(receiver_.taken(), IsEmpty());
}

TEST(AlertChannels, ChatsGetATextAndTheirAddressesAreNoNames) {
  const nlohmann::ordered_json alert = {{"id", 1},
                                        {"severidade", "erro"},
                                        {"tipo", "teste"},
                                        {"token_cliente", nullptr},
                                        {"chave", "k"},
                                        {"mensagem", "parou"},
                                        {"detalhes", nlohmann::ordered_json::object()},
                                        {"link", "/alertas/1"},
                                        {"criado_em", "2026-06-29T10:00:00Z"}};
  const std::string slack = "https://hooks.slack.com/services/T0/B0/secret";
  EXPECT_EQ(json::parse(webhook_body(slack, alert)).size(), 1U);
  EXPECT_THAT(json::parse(webhook_body(slack, alert))["text"].get<std::string>(),
              HasSubstr("a test of the alert channel"));
  const AlertChannel channel{AlertChannel::Kind::webhook, slack, ""};
  EXPECT_EQ(channel.name().find("secret"), std::string::npos);
  const json manager = json::parse(alertmanager_body({alert}));
  EXPECT_EQ(manager[0]["labels"]["alertname"], "gdo_teste");
  EXPECT_EQ(manager[0]["labels"]["severity"], "critical");
  const std::string mail = mail_text("gdo@localhost", {"a@example.com"}, alert);
  EXPECT_THAT(mail, HasSubstr("To: a@example.com\r\n"));
  EXPECT_THAT(mail, HasSubstr("Subject: =?UTF-8?Q?[gdo]_error:_a_test_of_the_alert_channel?=\r\n"));
}

TEST(AlertChannels, SpeakTheReadersLanguageAndTheDocumentStaysAsItIsStored) {
  const nlohmann::ordered_json alert = {
      {"id", 7},
      {"severidade", "erro"},
      {"tipo", "limite_rejeicao"},
      {"token_cliente", "a1b2c3"},
      {"chave", "k"},
      {"mensagem", "palavras guardadas"},
      {"detalhes",
       {{"nome_arquivo", "cliente=a1b2c3/x.json"}, {"itens", 1200}, {"rejeitados", 900}}},
      {"nome_arquivo", "cliente=a1b2c3/x.json"},
      {"causa", "causa guardada"},
      {"o_que_fazer", "conselho guardado"},
      {"criado_em", "2026-06-29T10:00:00Z"},
      {"link", "/alertas/7"}};
  const auto told = [&](const std::string& url) {
    return json::parse(webhook_body(url, alert))["text"].get<std::string>();
  };
  const std::vector<std::string> chats = {"https://hooks.slack.com/services/T0/B0/secret",
                                          "https://chat.googleapis.com/v1/spaces/x"};
  for (const std::string& chat : chats) {
    EXPECT_THAT(told(chat), AllOf(HasSubstr("[gdo] error: x.json: 900 of 1,200 items rejected"),
                                  HasSubstr("cause: a file is over"), HasSubstr("tenant: a1b2c3"),
                                  Not(HasSubstr("guardad"))));
    const InReadersLanguage reader(Language::portuguese);
    EXPECT_THAT(told(chat), AllOf(HasSubstr("[gdo] erro: x.json: 900 de 1.200 itens rejeitados"),
                                  HasSubstr("causa: um arquivo passou"),
                                  HasSubstr("cliente: a1b2c3"), HasSubstr("o que fazer: veja")));
  }
  const auto summary = [&] {
    return json::parse(alertmanager_body({alert}))[0]["annotations"]["summary"].get<std::string>();
  };
  EXPECT_THAT(summary(), HasSubstr("items rejected"));
  EXPECT_THAT(mail_text("gdo@localhost", {"a@example.com"}, alert), HasSubstr("cause: a file"));
  const InReadersLanguage reader(Language::portuguese);
  EXPECT_THAT(summary(), HasSubstr("itens rejeitados"));
  EXPECT_THAT(mail_text("gdo@localhost", {"a@example.com"}, alert), HasSubstr("causa: um arquivo"));
  EXPECT_EQ(json::parse(webhook_body("https://exemplo.com.br/alertas", alert)), json(alert));
}

}  // namespace
}  // namespace gdo::monitor
