// Claims, leases and moves: what another process did, left, or took.

#include <gmock/gmock.h>

#include "control/claims.h"
#include "raw/lote_loader.h"
#include "raw/raw_fixture.h"
#include "raw/schema.h"

namespace gdo::raw {
namespace {

namespace fs = std::filesystem;

class RawRecovery : public RawFixture {
 protected:
  std::vector<control::Delivery> pending() const {
    std::vector<control::Delivery> deliveries;
    for (const store::ObjectInfo& object : store_->list("pending/").objects) {
      deliveries.push_back({object, object.name.substr(object.name.find('/', 8) + 1)});
    }
    return deliveries;
  }

  control::Claims claims_of(std::int64_t lease) {
    return {connection_, log_, lease, store_->uri()};
  }

  control::LotePlan claim(std::int64_t lease) {
    control::LotePlan plan = claims_of(lease).claim("registro_venda", "c1c1c1", pending());
    plan.partition =
        Partitions(connection_).at(*catalog_.payload("registro_venda"), plan.processed_at_us);
    return plan;
  }

  // A holder that is no process of ours: alive while the connection holds its lock.
  void hold(pg::Connection& session, std::int64_t lease, const char* until) {
    session.query("SELECT pg_advisory_lock($1)", {lease});
    session.query(
        "INSERT INTO reserva (id, hostname, usuario, pid, valida_ate) VALUES "
        "($1, 'elsewhere', 'someone', 1, clock_timestamp() + $2::interval)",
        {lease, until});
  }

  ReaderContext reading() {
    return {.store = *store_,
            .catalog = catalog_,
            .database = server_,
            .limits = {},
            .sizes = {},
            .spare = spare_,
            .bytes_done = bytes_done_};
  }

  const pg::ConnectOptions server_ = database_.options();
  control::LogManager log_{control::this_process()};
  RowsPool spare_;
  std::atomic<std::uint64_t> bytes_done_{0};
};

TEST_F(RawRecovery, WhatALiveProcessHoldsIsLeftToIt) {
  put(std::string(kVendas) + "a.json", sale("1"));
  pg::Connection elsewhere = database_.connect();
  hold(elsewhere, 77, "1 hour");
  ASSERT_EQ(claim(77).files.size(), 1U);
  const RawReport report = run();
  EXPECT_EQ(report.stages.back().files.read, 0);
  EXPECT_EQ(ask("SELECT lease_token FROM arquivo"), "77");
  EXPECT_EQ(get(std::string(kVendas) + "a.json"), sale("1"));
}

TEST_F(RawRecovery, WhatADeadProcessHeldIsTakenAtOnce) {
  put(std::string(kVendas) + "a.json", sale("1"));
  {
    pg::Connection elsewhere = database_.connect();
    hold(elsewhere, 77, "1 hour");
    ASSERT_EQ(claim(77).files.size(), 1U);
  }
  // PostgreSQL notices a closed session a moment later.
  for (int i = 0; i < 500 && count("reservas_vivas()") > 0; ++i) {
    connection_.query("SELECT pg_sleep(0.01)");
  }
  EXPECT_EQ(run().stages.back().files.completed, 1);
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(ask("SELECT tentativas FROM arquivo"), "2");
}

// A claim costs what it claims, however many files wait to be moved and whatever the statistics
// say.
// A ledger of 2,000 files more, moved long ago or waiting to be moved, and a log of 4,000 rows
// more.
class LongLedger : public RawRecovery {
 protected:
  void SetUp() override {
    RawRecovery::SetUp();
    put(std::string(kVendas) + "a.json", sale("1"));
    ASSERT_TRUE(run().success());
    connection_.execute("ANALYZE arquivo");
  }

  void lengthen(const std::string& status, const std::string& moved) {
    connection_.execute(
        "INSERT INTO arquivo (token_cliente, tipo_payload, nome_arquivo, caminho, geracao, "
        "tamanho, modificado_em, status, sha256, concluido_em, destino, lote_id, versao_em, "
        "movido_em) SELECT token_cliente, tipo_payload, nome_arquivo || n, caminho || n, n, "
        "tamanho, modificado_em, '" +
        status + "', sha256(n::text::bytea), concluido_em, destino, lote_id, versao_em, " + moved +
        " FROM arquivo, generate_series(1, 2000) n");
    connection_.execute(
        "INSERT INTO log_processamento (tipo_payload, camada, nome_arquivo, status, mensagem, "
        "usuario, hostname, versao_script) SELECT 'registro_venda', 'raw', n || '.json', "
        "'sucesso', '', '', '', '' FROM generate_series(1, 4000) n");
    connection_.query("SELECT pg_stat_reset()");
  }

  std::int64_t rows_read() {
    connection_.query("SELECT pg_stat_force_next_flush()");
    return count(
        "(SELECT FROM pg_stat_user_tables t, generate_series(1, seq_tup_read + "
        "coalesce(idx_tup_fetch, 0)) WHERE relname IN ('arquivo', 'log_processamento')) read");
  }
};

TEST_F(LongLedger, AClaimReadsOnlyTheFilesThatItTakes) {
  lengthen("duplicado", "NULL");
  for (int i = 0; i < 50; ++i) put(std::string(kVendas) + std::to_string(i) + ".json", sale("2"));
  ASSERT_EQ(claim(77).files.size(), 50U);
  EXPECT_LT(rows_read(), 1000);
}

TEST_F(LongLedger, ARunReadsOnlyTheFilesThatItLoads) {
  lengthen("carregado", "clock_timestamp() - interval '1 day'");
  for (int i = 0; i < 50; ++i)
    put(std::string(kVendas) + std::to_string(i) + ".json", sale(std::to_string(i)));
  ASSERT_TRUE(run().success());
  EXPECT_LT(rows_read(), 10'000);  // 50 times the ledger are 100,000
}

TEST_F(RawRecovery, WhatAStalledProcessHeldIsTakenWhenItsLeaseIsOver) {
  put(std::string(kVendas) + "a.json", sale("1"));
  pg::Connection elsewhere = database_.connect();
  hold(elsewhere, 77, "-1 second");
  ASSERT_EQ(claim(77).files.size(), 1U);
  EXPECT_EQ(run().stages.back().files.completed, 1);
}

TEST_F(RawRecovery, AProcessThatLostItsLeaseStoresNothing) {
  put(std::string(kVendas) + "a.json", sale("1"));
  put(std::string(kVendas) + "broken.json", "[");
  const control::LotePlan plan = claim(77);
  ASSERT_EQ(plan.files.size(), 2U);
  auto reader = std::make_unique<LoteReader>(reading(), plan);
  connection_.execute("UPDATE arquivo SET lease_token = 78 WHERE nome_arquivo LIKE '%a.json'");
  LoteLoader loader(database_.options(), log_, 77);
  EXPECT_THROW((void)loader.load(std::move(reader), reading()), Error);
  EXPECT_EQ(count("raw_registro_venda") + count("lote"), 0);
  EXPECT_EQ(count("arquivo WHERE status <> 'reservado'"), 0);
  EXPECT_EQ(get(std::string(kVendas) + "a.json"), sale("1"));
}

// The other one already finished the broken file: that must not be taken for our own commit.
TEST_F(RawRecovery, WhatTheNewHolderFinishedIsNotTakenForOurOwnCommit) {
  put(std::string(kVendas) + "a.json", sale("1"));
  put(std::string(kVendas) + "broken.json", "[");
  const control::LotePlan plan = claim(77);
  auto reader = std::make_unique<LoteReader>(reading(), plan);
  connection_.execute(
      "UPDATE arquivo SET lease_token = 78; UPDATE arquivo SET status = 'erro', sha256 = '\\x00', "
      "concluido_em = now(), destino = 'error/x' WHERE nome_arquivo LIKE '%broken.json'");
  LoteLoader loader(database_.options(), log_, 77);
  EXPECT_THROW((void)loader.load(std::move(reader), reading()), Error);
  EXPECT_EQ(count("raw_registro_venda"), 0);
}

TEST_F(RawRecovery, AnObjectListedTwiceIsClaimedOnce) {
  put(std::string(kVendas) + "a.json", sale("1"));
  auto twice = pending();
  twice.push_back(twice.front());
  EXPECT_EQ(claims_of(77).claim("registro_venda", "c1c1c1", twice).files.size(), 1U);
}

TEST_F(RawRecovery, ALeaseEndsWithItsSession) {
  {
    const control::LeaseSession lease(database_.options(), control::this_process(),
                                      std::chrono::milliseconds(300));
    EXPECT_EQ(count("reservas_vivas()"), 1);
    connection_.query("SELECT pg_sleep(0.6)");
    EXPECT_EQ(count("reservas_vivas()"), 1) << "the heartbeat renews it";
    connection_.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    connection_.query("SELECT pg_sleep(0.5)");
    EXPECT_EQ(count("reservas_vivas()"), 1) << "a lost session is replaced";
  }
  EXPECT_EQ(count("reserva"), 0);
}

TEST_F(RawRecovery, ALoadedFileThatWasNotMovedIsOnlyMoved) {
  const std::string names[] = {"a.json", "latin-\xe9 \\x41.json", "sub/b.json"};
  for (const std::string& name : names) put(kVendas + name, sale(name == names[1] ? "l" : name));
  ASSERT_TRUE(run().success());
  for (const char* name : {"cliente=c1c1c1/a.json", "cliente=c1c1c1/sub/b.json"}) forget_move(name);
  // A name that text cannot hold comes back to its bytes, too.
  connection_.execute("UPDATE arquivo SET movido_em = NULL WHERE nome_arquivo LIKE '%latin%'");
  fs::rename(lake_.path() / ("done/registro_venda/cliente=c1c1c1/" + names[1]),
             lake_.path() / (kVendas + names[1]));
  const RawReport report = run();
  EXPECT_TRUE(report.success());
  EXPECT_EQ(report.stages.back().files.read, 0);
  EXPECT_EQ(count("raw_registro_venda"), 3);
  EXPECT_EQ(count("arquivo WHERE movido_em IS NOT NULL AND NOT sobrescrito"), 3);
  for (const std::string& name : names) {
    EXPECT_NE(get("done/registro_venda/cliente=c1c1c1/" + name), "(none)") << name;
  }
}

TEST_F(RawRecovery, AMoveThatHappenedButWasNotNotedIsNoted) {
  put(std::string(kVendas) + "a.json", sale("1"));
  (void)run();
  connection_.execute("UPDATE arquivo SET movido_em = NULL, caminho_final = NULL");
  EXPECT_TRUE(run().success());
  EXPECT_EQ(ask("SELECT caminho_final LIKE '%/done/registro_venda/cliente=c1c1c1/a.json' AND NOT "
                "sobrescrito FROM arquivo"),
            "t");
}

TEST_F(RawRecovery, ASourceOverwrittenBeforeItsMoveIsReportedAndTheNewBytesLoad) {
  put(std::string(kVendas) + "a.json", sale("1"));
  (void)run();
  forget_move("cliente=c1c1c1/a.json");
  put(std::string(kVendas) + "a.json", sale("2"));
  const RawReport report = run();
  EXPECT_EQ(report.stages.back().files.completed, 1);
  EXPECT_EQ(ask("SELECT string_agg(status || sobrescrito, ' ' ORDER BY id) FROM arquivo"),
            "substituidotrue carregadofalse");
  EXPECT_EQ(count("log_processamento WHERE status = 'alerta' AND "
                  "detalhes->>'codigo' = 'original_sobrescrito'"),
            1);
  EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/a.json"), sale("2"));
}

TEST_F(RawRecovery, AMoveNeverOverwrites) {
  const std::string longest = std::string(249, 'n') + ".jsonl";
  for (const std::string& name : {std::string("a.json"), std::string("b.jsonl.gz"), longest}) {
    put("done/registro_venda/cliente=c1c1c1/" + name, "other bytes");
    put(kVendas + name, sale(name.substr(0, 5)));
  }
  EXPECT_TRUE(run().success());
  EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/a.json"), "other bytes");
  const auto moved = connection_.query(
      "SELECT caminho_final, left(encode(sha256, 'hex'), 8) FROM arquivo ORDER BY nome_arquivo");
  const std::string mark(moved.text(0, 1));
  EXPECT_TRUE(moved.text(0, 0).ends_with("/a~" + mark + ".json")) << moved.text(0, 0);
  EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/a~" + mark + ".json"), sale("a.jso"));
  EXPECT_TRUE(moved.text(1, 0).ends_with("/b~" + std::string(moved.text(1, 1)) + ".jsonl.gz") ||
              moved.text(1, 0).ends_with("/b.jsonl~" + std::string(moved.text(1, 1)) + ".gz"))
      << moved.text(1, 0);
  EXPECT_TRUE(moved.text(2, 0).ends_with("n~" + std::string(moved.text(2, 1)) + ".jsonl"));
  EXPECT_EQ(count("arquivo WHERE movido_em IS NULL"), 0);
}

TEST_F(RawRecovery, WhatCannotBeMovedNowIsLoadedOnceAndMovedLater) {
  put("done", "a file where a folder should be");
  put(std::string(kVendas) + "a.json", sale("1"));
  const RawReport stuck = run();
  EXPECT_FALSE(stuck.success());
  EXPECT_EQ(stuck.problems.size(), 1U);
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(count("log_processamento WHERE status = 'alerta' AND detalhes ? 'erro'"), 1);
  const RawReport still_stuck = run();
  EXPECT_FALSE(still_stuck.success()) << "what an earlier run left counts, too";
  EXPECT_EQ(still_stuck.problems.size(), 1U);
  fs::remove(lake_.path() / "done");
  const RawReport report = run();
  EXPECT_TRUE(report.success());
  EXPECT_EQ(report.stages.back().files.read, 0);
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/a.json"), sale("1"));
}

}  // namespace
}  // namespace gdo::raw
