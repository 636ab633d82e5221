// What the ledger says of deliveries: duplicates, versions, tenants, names, partitions.

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

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
  void put_venda(const std::string& name, const std::string& bytes) const {
    put(kVendas + name, bytes);
  }
};

TEST_F(RawDeliveries, OfEqualFilesInOneLoteTheFirstNameIsTheOriginal) {
  for (const char* name : {"c.json", "a.json", "b.json"}) put_venda(name, "[" + venda("1") + "]");
  const RawReport report = run();
  EXPECT_TRUE(report.sucesso());
  EXPECT_EQ(report.etapas.back().registros.duplicados, 2);
  EXPECT_EQ(status("a.json") + status("b.json") + status("c.json"), "carregadoduplicadoduplicado");
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(count("arquivo d JOIN arquivo o ON o.id = d.original_id "
                  "WHERE o.nome_arquivo = 'cliente=c1c1c1/a.json'"),
            2);
  EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/c.json"), "[" + venda("1") + "]");
}

TEST_F(RawDeliveries, ALaterDuplicateLoadsNothing) {
  put_venda("a.json", venda("1"));
  (void)run();
  put_venda("b.json", venda("1"));
  const RawReport report = run();
  EXPECT_EQ(report.etapas.back().arquivos.duplicados, 1);
  EXPECT_EQ(status("b.json"), "duplicado");
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(count("lote WHERE registros_duplicados = 1 AND registros_carregados = 0"), 1);
}

TEST_F(RawDeliveries, OnlyANewerDuplicateRaisesTheVersionAndQueuesItsLote) {
  put_venda("v_2026_01_02_00_00_00_000Z.json", venda("1"));
  (void)run();
  const char* const version = "SELECT max(versao_em)::text FROM arquivo WHERE status = 'carregado'";
  const char* const queued = "SELECT trusted_pendente FROM lote ORDER BY id LIMIT 1";
  const std::string first = ask(version);
  EXPECT_EQ(first, "2026-01-02 00:00:00+00");
  connection_.execute("UPDATE lote SET trusted_pendente = false");
  put_venda("v_2026_01_01_00_00_00_000Z.json", venda("1"));
  (void)run();
  EXPECT_EQ(ask(version), first);
  EXPECT_EQ(ask(queued), "f");
  put_venda("v_2026_01_03_00_00_00_000Z.json", venda("1"));
  (void)run();
  EXPECT_EQ(ask(version), "2026-01-03 00:00:00+00");
  EXPECT_EQ(ask(queued), "t");
}

TEST_F(RawDeliveries, NewBytesUnderANameReplaceTheOldVersionAndMayReturn) {
  put_venda("a.json", venda("1"));
  (void)run();
  put_venda("a.json", venda("2"));
  (void)run();
  EXPECT_EQ(status("a.json"), "substituido carregado");
  put_venda("a.json", venda("1"));
  const RawReport report = run();
  EXPECT_EQ(report.etapas.back().arquivos.concluidos, 1);
  EXPECT_EQ(status("a.json"), "substituido substituido carregado");
  EXPECT_EQ(count("raw_registro_venda"), 3);
}

TEST_F(RawDeliveries, TheSameBytesLoadOnceForEachTenantAndPayload) {
  for (const char* place : {"registro_venda/cliente=c1c1c1", "registro_venda/cliente=c2c2c2",
                            "caixas/cliente=c1c1c1"}) {
    put(std::string("pending/") + place + "/a.json", venda("1"));
  }
  EXPECT_TRUE(run().sucesso());
  EXPECT_EQ(count("arquivo WHERE status = 'carregado'"), 3);
  EXPECT_EQ(
      ask("SELECT string_agg(token_cliente, ',' ORDER BY token_cliente) FROM raw_registro_venda"),
      "c1c1c1,c2c2c2");
}

TEST_F(RawDeliveries, IdenticalFilesLoadedAtOnceByTwoProcessesLoadOnce) {
  options_.lote.files = 1;
  options_.workers = 2;
  for (int i = 0; i < 60; ++i)
    put_venda(fmt::format("{:02}.json", i), venda(fmt::format("{}", i / 20)));
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
  put("pending/registro_venda/a.json", venda("1"));
  put("pending/registro_venda/cliente=c2c2c2/b.json", venda("2"));
  put("pending/registro_venda/cliente=/c.json", venda("3"));
  put("pending/registro_venda/cliente=x%y/d.json", venda("4"));
  put("pending/registro_venda/2026/cliente=c2c2c2/e.json", venda("5"));
  const RawReport without = run();
  EXPECT_FALSE(without.sucesso());
  EXPECT_EQ(without.sem_cliente, 4);
  options_.default_tenant = "c1c1c1";
  const RawReport with = run();
  EXPECT_EQ(with.sem_cliente, 3);
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
  for (std::size_t i = 0; i < std::size(names); ++i) put_venda(names[i], venda(std::to_string(i)));
  for (const char* ignored : {".hidden.json", "x.tmp", "x.json.part", ".dir/x.json"}) {
    put_venda(ignored, "ignored");
  }
  EXPECT_TRUE(run().sucesso());
  for (std::size_t i = 0; i < std::size(names); ++i) {
    EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/" + names[i]), venda(std::to_string(i)))
        << names[i];
  }
  EXPECT_EQ(count("raw_registro_venda"), static_cast<std::int64_t>(std::size(names)));
  EXPECT_EQ(get(std::string(kVendas) + "x.tmp"), "ignored");
}

TEST_F(RawDeliveries, AliasFoldersBelongToTheirPayload) {
  put("pending/movimentacoes/cliente=c1c1c1/a.json", venda("1"));
  put("pending/nothing/cliente=c1c1c1/a.json", venda("2"));
  put("pending/loose.json", venda("3"));
  const RawReport report = run();
  EXPECT_EQ(count("raw_registro_venda"), 1);
  EXPECT_EQ(get("done/registro_venda/cliente=c1c1c1/a.json"), venda("1"));
  EXPECT_THAT(report.pastas_desconhecidas, testing::ElementsAre("", "nothing"));
}

TEST_F(RawDeliveries, RowsLieInThisMonthsPartitionAndTheNextIsReady) {
  put_venda("a.json", venda("1"));
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
    put_venda(name, venda(name));
    const timespec times[] = {{seconds, 0}, {seconds, 0}};
    const std::string file = (lake_.path() / (kVendas + std::string(name))).string();
    ASSERT_EQ(utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  }
  EXPECT_TRUE(run().sucesso());
  EXPECT_EQ(ask("SELECT string_agg(extract(epoch FROM versao_em)::bigint::text, ',' ORDER BY "
                "versao_em) FROM arquivo"),
            "-86400,0,4102444800");
  EXPECT_EQ(count("arquivo WHERE movido_em IS NULL"), 0);
}

TEST_F(RawDeliveries, ALogThatCannotBeWrittenIsCountedAndStopsNothing) {
  connection_.execute(
      "ALTER TABLE log_processamento ADD CONSTRAINT nothing_fits CHECK (id < 0) NOT VALID");
  put_venda("a.json", venda("1"));
  const RawReport report = run();
  EXPECT_TRUE(report.sucesso());
  EXPECT_GE(report.log_perdido, 3);
  EXPECT_EQ(count("raw_registro_venda"), 1);
}

}  // namespace
}  // namespace gdo::raw
