// What the ledger says of deliveries: duplicates, versions, tenants, names, partitions.

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "raw/raw_fixture.h"

namespace gdo::raw {
namespace {

class RawDeliveries : public RawFixture {
 protected:
  // What the ledger says of a file under kVendas.
  std::string status(const std::string& name) {
    return ask(
        "SELECT string_agg(status, ' ' ORDER BY id) FROM arquivo WHERE nome_arquivo = "
        "'cliente=c1c1c1/" +
        name + "'");
  }
  void put_sale(const std::string& name, const std::string& bytes) const {
    put(kVendas + name, bytes);
  }
};

TEST_F(RawDeliveries, OfEqualFilesInOneLoteTheFirstNameIsTheOriginal) {
  for (const char* name : {"c.json", "a.json", "b.json"}) put_sale(name, "[" + sale("1") + "]");
  const RawReport report = run();
  EXPECT_TRUE(report.success());
  EXPECT_EQ(report.stages.back().records.duplicates, 2);
  EXPECT_EQ(status("a.json") + status("b.json") + status("c.json"), "carregadoduplicadoduplicado");
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(count("arquivo d JOIN arquivo o ON o.id = d.original_id "
                  "WHERE o.nome_arquivo = 'cliente=c1c1c1/a.json'"),
            2);
  EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/c.json"), "[" + sale("1") + "]");
}

// Files of every size in one COPY: read many at a time, held, and too large to be held.
TEST_F(RawDeliveries, ALoteOfManyPiecesKeepsWhatItsFilesAre) {
  options_.lote.bytes = 10U << 20U;
  options_.sizes = {.small_file = 300, .small_at_once = 400, .held = 4000, .longest = {}};
  for (const int longest_s : {3600, 0}) {
    options_.sizes.longest = std::chrono::seconds(longest_s);
    const std::string tag = longest_s == 0 ? "short" : "long";
    const auto name = [&](int i) { return fmt::format("{}{:02}.json", tag, i); };
    for (int i = 0; i < 40; ++i) put_sale(name(i), sale(tag + std::to_string(i)));
    put_sale(name(20), "[" + sale("1") + "," + sale("2"));  // broken, in the middle
    put_sale(name(30), sale(tag + "10"));                   // the same bytes as an earlier one
    put_sale(name(31), "");
    std::string lines;
    for (int i = 0; i < 12; ++i) lines += sale(fmt::format("{}-{}", tag, i)) + "\n";
    put_sale(name(5), lines);   // held
    put_sale(name(35), lines);  // held, and the same again
    const std::string filling = ",\"x\":\"" + std::string(50'000, 'y') + "\"";
    while (lines.size() < 600'000)
      lines += sale(tag + std::to_string(lines.size()), filling) + "\n";
    put_sale(name(15), lines);  // too large to be held
    put_sale(name(36), "[" + lines);
    const auto records = std::count(lines.begin(), lines.end(), '\n');
    const std::int64_t before = count("raw_registro_venda");
    const RawReport report = run();
    const RawStage& stage = report.stages.back();
    EXPECT_EQ(stage.files.read, 40) << tag;
    EXPECT_EQ(stage.files.error, 3) << tag;
    EXPECT_EQ(stage.files.duplicates, 2) << tag;
    EXPECT_EQ(count("raw_registro_venda") - before, 33 + 12 + records) << tag;
    EXPECT_EQ(status(name(30)) + status(name(35)), "duplicadoduplicado");
    EXPECT_EQ(ask("SELECT o.nome_arquivo FROM arquivo d JOIN arquivo o ON o.id = d.original_id "
                  "WHERE d.nome_arquivo = 'cliente=c1c1c1/" +
                  name(30) + "'"),
              "cliente=c1c1c1/" + name(10));
    EXPECT_EQ(count("(SELECT lote_id FROM arquivo WHERE lote_id IS NOT NULL AND status = "
                    "'carregado' GROUP BY lote_id) l JOIN lote ON lote.id = l.lote_id WHERE "
                    "lote.registros_carregados <> (SELECT count(*) FROM raw_registro_venda r "
                    "WHERE r.lote_id = lote.id)"),
              0)
        << tag;
    const std::int64_t lotes = count(
        "lote l WHERE EXISTS (SELECT FROM arquivo a WHERE a.lote_id = l.id AND "
        "a.nome_arquivo LIKE 'cliente=c1c1c1/" +
        tag + "%')");
    if (longest_s == 0) {
      EXPECT_GT(lotes, 10) << "a further lote takes up where one has lasted long enough";
    } else {
      EXPECT_EQ(lotes, 2) << "one for the file that is streamed";
    }
  }
}

// Rows of larger files are sent before it is known whether they may stay.
TEST_F(RawDeliveries, WhatAFlowingFileTurnsOutToBeTakesNothingElseBack) {
  options_.lote.bytes = 10U << 20U;
  options_.sizes.small_file = 100;
  const auto lines = [](int first) {
    std::string text;
    for (int i = first; i < first + 400; ++i) text += sale(std::to_string(i)) + "\n";
    return text;
  };
  const auto name = [](int i) { return fmt::format("{}.json", i); };
  const auto deliver = [&] {
    for (int i = 1; i < 6; ++i) put_sale(name(i), lines(i * 1000));
  };
  deliver();
  put_sale(name(3), "[" + lines(3000));                    // broken, as is seen at its end
  put_sale(name(5), lines(1000));                          // the first one's bytes
  put_sale(name(6), "{}\n" + lines(6000) + "nonsense\n");  // not a file's fault
  put_sale(name(7), lines(7000));
  RawReport report = run();
  EXPECT_EQ(report.stages.back().files.error, 1);
  EXPECT_EQ(report.stages.back().files.duplicates, 1);
  EXPECT_EQ(report.stages.back().records.loaded, 5 * 400);
  EXPECT_EQ(count("raw_registro_venda"), 5 * 400);
  EXPECT_EQ(report.stages.back().records.rejected, 2);
  EXPECT_EQ(count("registro_rejeitado"), 2);
  EXPECT_EQ(count("lote"), 1);
  EXPECT_EQ(status(name(3)) + status(name(6)) + status(name(5)), "errocarregadoduplicado");

  // What comes again under its name is not sent to be taken back.
  const auto sent = [&] {
    return ask(
        "SELECT sum(n_tup_ins) FROM pg_stat_user_tables "
        "WHERE relname LIKE 'raw\\_registro\\_venda\\_%'");
  };
  const std::string before = sent();
  deliver();
  put_sale(name(3), "[" + lines(3000));
  put_sale(name(5), lines(1000));
  report = run();
  EXPECT_EQ(report.stages.back().files.duplicates, 4);
  EXPECT_EQ(count("raw_registro_venda"), 5 * 400);
  EXPECT_EQ(sent(), before);
}

TEST_F(RawDeliveries, ALaterDuplicateLoadsNothing) {
  put_sale("a.json", sale("1"));
  (void)run();
  put_sale("b.json", sale("1"));
  const RawReport report = run();
  EXPECT_EQ(report.stages.back().files.duplicates, 1);
  EXPECT_EQ(status("b.json"), "duplicado");
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(count("lote WHERE registros_duplicados = 1 AND registros_carregados = 0"), 1);
}

TEST_F(RawDeliveries, OnlyANewerDuplicateRaisesTheVersionAndQueuesItsLote) {
  put_sale("v_2026_01_02_00_00_00_000Z.json", sale("1"));
  (void)run();
  const char* const version = "SELECT max(versao_em)::text FROM arquivo WHERE status = 'carregado'";
  const char* const queued = "SELECT trusted_pendente FROM lote ORDER BY id LIMIT 1";
  const std::string first = ask(version);
  EXPECT_EQ(first, "2026-01-02 00:00:00+00");
  connection_.execute("UPDATE lote SET trusted_pendente = false");
  put_sale("v_2026_01_01_00_00_00_000Z.json", sale("1"));
  (void)run();
  EXPECT_EQ(ask(version), first);
  EXPECT_EQ(ask(queued), "f");
  put_sale("v_2026_01_03_00_00_00_000Z.json", sale("1"));
  (void)run();
  EXPECT_EQ(ask(version), "2026-01-03 00:00:00+00");
  EXPECT_EQ(ask(queued), "t");
}

TEST_F(RawDeliveries, NewBytesUnderANameReplaceTheOldVersionAndMayReturn) {
  put_sale("a.json", sale("1"));
  (void)run();
  put_sale("a.json", sale("2"));
  (void)run();
  EXPECT_EQ(status("a.json"), "substituido carregado");
  put_sale("a.json", sale("1"));
  const RawReport report = run();
  EXPECT_EQ(report.stages.back().files.completed, 1);
  EXPECT_EQ(status("a.json"), "substituido substituido carregado");
  EXPECT_EQ(count("raw_registro_venda"), 3);
}

TEST_F(RawDeliveries, TheSameBytesLoadOnceForEachTenantAndPayload) {
  for (const char* place : {"registro_venda/cliente=c1c1c1", "registro_venda/cliente=c2c2c2",
                            "caixas/cliente=c1c1c1"}) {
    put(std::string("pending/") + place + "/a.json", sale("1"));
  }
  EXPECT_TRUE(run().success());
  EXPECT_EQ(count("arquivo WHERE status = 'carregado'"), 3);
  EXPECT_EQ(
      ask("SELECT string_agg(token_cliente, ',' ORDER BY token_cliente) FROM raw_registro_venda"),
      "c1c1c1,c2c2c2");
}

TEST_F(RawDeliveries, IdenticalFilesLoadedAtOnceByTwoProcessesLoadOnce) {
  options_.lote.files = 1;
  options_.workers = 2;
  for (int i = 0; i < 60; ++i)
    put_sale(fmt::format("{:02}.json", i), sale(fmt::format("{}", i / 20)));
  std::thread other([this] { (void)run(); });
  (void)run();
  other.join();
  (void)run();
  EXPECT_EQ(count("raw_registro_venda"), 3);
  EXPECT_EQ(count("arquivo WHERE status = 'carregado'"), 3);
  EXPECT_EQ(count("arquivo WHERE status = 'duplicado'"), 57);
  EXPECT_EQ(count("arquivo WHERE movido_em IS NULL"), 0);
}

TEST_F(RawDeliveries, TheTenantComesFromThePathElseFromTheSettingElseTheFileStays) {
  put("pending/registro_venda/a.json", sale("1"));
  put("pending/registro_venda/cliente=c2c2c2/b.json", sale("2"));
  put("pending/registro_venda/cliente=/c.json", sale("3"));
  put("pending/registro_venda/cliente=x%y/d.json", sale("4"));
  put("pending/registro_venda/2026/cliente=c2c2c2/e.json", sale("5"));
  const RawReport without = run();
  EXPECT_FALSE(without.success());
  EXPECT_EQ(without.without_tenant, 4);
  options_.default_tenant = "c1c1c1";
  const RawReport with = run();
  EXPECT_EQ(with.without_tenant, 3);
  EXPECT_EQ(ask("SELECT string_agg(token_cliente || nr_pedido, ',' ORDER BY nr_pedido) "
                "FROM raw_registro_venda"),
            "c1c1c11,c2c2c22");
}

TEST_F(RawDeliveries, HostileNamesAreLoadedAndMovedAsTheyAre) {
  const std::string names[] = {
      "ação 🐄.json",      "it's \"quoted\".json", "new\nline.json",
      "a%2Fb+c.json",     "back\\slash.json",     "latin-\xe9.json",
      "no-extension",     "$(rm -rf).json",       std::string(250, 'n') + ".json",
      "sub/folder/x.json"};
  for (std::size_t i = 0; i < std::size(names); ++i) put_sale(names[i], sale(std::to_string(i)));
  for (const char* ignored : {".hidden.json", "x.tmp", "x.json.part", ".dir/x.json"}) {
    put_sale(ignored, "ignored");
  }
  EXPECT_TRUE(run().success());
  for (std::size_t i = 0; i < std::size(names); ++i) {
    EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/" + names[i]), sale(std::to_string(i)))
        << names[i];
  }
  EXPECT_EQ(count("raw_registro_venda"), static_cast<std::int64_t>(std::size(names)));
  EXPECT_EQ(get(std::string(kVendas) + "x.tmp"), "ignored");
}

TEST_F(RawDeliveries, AliasFoldersBelongToTheirPayload) {
  put("pending/movimentacoes/cliente=c1c1c1/a.json", sale("1"));
  put("pending/nothing/cliente=c1c1c1/a.json", sale("2"));
  put("pending/loose.json", sale("3"));
  const RawReport report = run();
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/a.json"), sale("1"));
  EXPECT_THAT(report.unknown_folders, testing::ElementsAre("", "nothing"));
}

TEST_F(RawDeliveries, RowsLieInThisMonthsPartitionAndTheNextIsReady) {
  put_sale("a.json", sale("1"));
  (void)run();
  EXPECT_EQ(ask("SELECT tableoid::regclass::text FROM raw_registro_venda"),
            ask("SELECT to_char(now() AT TIME ZONE 'UTC', '\"raw_registro_venda_\"YYYY_MM')"));
  EXPECT_EQ(ask("SELECT to_regclass(to_char(now() AT TIME ZONE 'UTC' + interval '1 month', "
                "'\"raw_registro_venda_\"YYYY_MM')) IS NOT NULL"),
            "t");
}

// Clocks of producers may say anything.
TEST_F(RawDeliveries, AnyModificationTimeWillDo) {
  const std::pair<const char*, std::int64_t> files[] = {
      {"epoch.json", 0}, {"future.json", 4'102'444'800}, {"before.json", -86'400}};
  for (const auto& [name, seconds] : files) {
    put_sale(name, sale(name));
    const timespec times[] = {{seconds, 0}, {seconds, 0}};
    const std::string file = (lake_.path() / (kVendas + std::string(name))).string();
    ASSERT_EQ(utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  }
  EXPECT_TRUE(run().success());
  EXPECT_EQ(ask("SELECT string_agg(extract(epoch FROM versao_em)::bigint::text, ',' ORDER BY "
                "versao_em) FROM arquivo"),
            "-86400,0,4102444800");
  EXPECT_EQ(count("arquivo WHERE movido_em IS NULL"), 0);
}

TEST_F(RawDeliveries, ALogThatCannotBeWrittenIsCountedAndStopsNothing) {
  connection_.execute(
      "ALTER TABLE log_processamento ADD CONSTRAINT nothing_fits CHECK (id < 0) NOT VALID");
  put_sale("a.json", sale("1"));
  const RawReport report = run();
  EXPECT_TRUE(report.success());
  EXPECT_GE(report.log_lost, 3);
  EXPECT_EQ(count("raw_registro_venda"), 1);
}

}  // namespace
}  // namespace gdo::raw
