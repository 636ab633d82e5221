// Of several watches on one database one is at work, and another follows it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "monitor/alert_queue.h"
#include "monitor/post_receiver.h"
#include "monitor/test_plant.h"

namespace gdo::monitor {
namespace {

using testing::SizeIs;

constexpr std::chrono::milliseconds kPause{20};

class AlertWatchTest : public testing::Test {
 protected:
  std::unique_ptr<AlertWatch> watch(const test::PostReceiver& receiver) {
    return std::make_unique<AlertWatch>(plant_.options(), AlertTargets{.webhooks = receiver.url()},
                                        kPause);
  }
  void open(const std::string& key) {
    connection_.query(
        "INSERT INTO alerta (tipo, severidade, chave, mensagem) VALUES "
        "('modelo_aviso', 'aviso', $1, 'm')",
        {key});
  }
  // Waits for them, ten seconds at the most.
  static std::size_t messages(test::PostReceiver& receiver, std::size_t wanted) {
    for (int tries = 0; tries < 500 && receiver.taken().size() < wanted; ++tries) {
      std::this_thread::sleep_for(kPause);
    }
    return receiver.taken().size();
  }

  test::TestPlant plant_;
  pg::Connection connection_ = plant_.connect();
};

TEST_F(AlertWatchTest, OneOfTwoTellsAndTheOtherFollowsWhenItEnds) {
  test::PostReceiver to_first;
  test::PostReceiver to_second;
  auto first = watch(to_first);
  open("k1");
  ASSERT_EQ(messages(to_first, 1), 1U);
  const auto second = watch(to_second);
  open("k2");
  ASSERT_EQ(messages(to_first, 2), 2U);
  EXPECT_THAT(to_second.taken(), SizeIs(0));
  first.reset();
  open("k3");
  EXPECT_EQ(messages(to_second, 1), 1U);
}

TEST_F(AlertWatchTest, GoesOnAfterItsSessionWasEnded) {
  test::PostReceiver receiver;
  const auto only = watch(receiver);
  open("k1");
  ASSERT_EQ(messages(receiver, 1), 1U);
  connection_.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  open("k2");
  EXPECT_EQ(messages(receiver, 2), 2U);
}

// It is looked for alerts after each run, and every half minute.
TEST_F(AlertWatchTest, ALookForAlertsReadsLittleOfALongLog) {
  connection_.execute(
      "INSERT INTO log_processamento (data_hora, tipo_payload, camada, nome_arquivo, status, "
      "mensagem, usuario, hostname, versao_script) SELECT clock_timestamp(), 'registro_venda', "
      "camada, n || '.json', 'sucesso', '', '', '', '' FROM generate_series(1, 5000) n, "
      "(VALUES ('raw'), ('trusted')) l (camada)");
  connection_.query("SELECT pg_stat_reset()");
  look_around(connection_);
  connection_.query("SELECT pg_stat_force_next_flush()");
  const auto read = connection_.query(
      "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = "
      "'log_processamento'");
  EXPECT_LT(read.integer(0, 0), 1000);
}

}  // namespace
}  // namespace gdo::monitor
