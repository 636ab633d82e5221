// Files that their writers had not finished, and folders that name no tenant.

#include <gmock/gmock.h>

#include <fstream>

#include "raw/raw_fixture.h"
#include "raw/retry.h"

namespace gdo::raw {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class RawHalfWritten : public RawFixture {
 protected:
  void append(const std::string& name, const std::string& bytes) const {
    std::ofstream(lake_.path() / name, std::ios::binary | std::ios::app) << bytes;
  }
};

TEST_F(RawHalfWritten, ARunWaitsForAFileThatWasJustWritten) {
  options_.settle = std::chrono::milliseconds(300);
  put(kVendas + std::string("a.json"), sale("1"));
  const RawReport report = run();
  EXPECT_TRUE(report.success());
  EXPECT_THAT(report.changing, testing::IsEmpty());
  EXPECT_EQ(count("raw_registro_venda"), 1);
}

TEST_F(RawHalfWritten, WhatWasAppendedBehindTheMoveIsDeliveredAgainAsANewVersion) {
  put(kVendas + std::string("a.json"), sale("1") + "\n" + sale("2") + "\n");
  (void)run();
  const std::string done = "done/registro_venda/cliente=c1c1c1/a.json";
  append(done, sale("3") + "\n");
  (void)run();
  EXPECT_EQ(ask("SELECT string_agg(status || ' ' || registros_carregados, ',' ORDER BY id) FROM "
                "arquivo"),
            "substituido 2,carregado 3");
  EXPECT_EQ(count("raw_registro_venda"), 5);
  EXPECT_EQ(get(done), sale("1") + "\n" + sale("2") + "\n" + sale("3") + "\n");
  EXPECT_EQ(count("arquivo WHERE sobrescrito AND caminho_final IS NULL"), 1);
  EXPECT_TRUE(run().success());
  EXPECT_EQ(count("arquivo"), 2);
}

// Equal size and time: only the inode's own clock, or the bytes, tell.
TEST_F(RawHalfWritten, AFileOverwrittenBeforeItsMoveIsNotTakenForTheLoadedOne) {
  const std::string name = "cliente=c1c1c1/a.json";
  put("pending/registro_venda/" + name, sale("1"));
  (void)run();
  forget_move(name);
  const fs::path file = lake_.path() / "pending/registro_venda" / name;
  const auto time = fs::last_write_time(file);
  std::ofstream(file, std::ios::binary) << sale("2");
  fs::last_write_time(file, time);
  (void)run();
  (void)run();
  EXPECT_EQ(count("arquivo WHERE sobrescrito"), 1);
  EXPECT_EQ(get("done/registro_venda/" + name), sale("2"));
  EXPECT_EQ(count("raw_registro_venda"), 2);
}

TEST_F(RawHalfWritten, NamesOfFilesInTheMakingAreLeftAlone) {
  for (const char* end : {".tmp", ".part", ".filepart", ".crdownload", "~"}) {
    put(kVendas + std::string("a.json") + end, sale("1"));
  }
  const RawReport report = run();
  EXPECT_TRUE(report.success());
  EXPECT_EQ(count("arquivo"), 0);
}

TEST_F(RawHalfWritten, AFolderThatIsNearlyATenantsIsNeverTheDefaultTenants) {
  options_.default_tenant = "d0d0d0";
  const std::vector<std::string> folders = {"client=70912c",  "Cliente=70912c",    "cliente=70912C",
                                            "cliente=70912",  "clientes=70912c",   "cliente 70912c",
                                            "cliente-70912c", "cliente70912c",     "tenant=70912c",
                                            "CLIENTE=70912c", "2026/client=70912c"};
  for (const std::string& folder : folders) {
    put("pending/registro_venda/" + folder + "/a.json", sale("1"));
  }
  put("pending/registro_venda/2026/b.json", sale("2"));
  put("pending/registro_venda/client/c.json", sale("3"));
  put("pending/registro_venda/cliente=70912c/d.json", sale("4"));
  const RawReport report = run();
  EXPECT_EQ(report.without_tenant, static_cast<std::int64_t>(folders.size()) + 1);
  EXPECT_EQ(ask("SELECT string_agg(token_cliente || ' ' || nome_arquivo, ',' ORDER BY "
                "token_cliente) FROM "
                "arquivo"),
            "70912c cliente=70912c/d.json,d0d0d0 2026/b.json");
  std::string said;
  for (const UnownedFile& file : report.without_tenant_names)
    said += file.name + ": " + file.reason + "\n";
  EXPECT_THAT(said, HasSubstr("registro_venda/client=70912c/a.json"));
  EXPECT_THAT(said, HasSubstr("did you mean \"cliente=70912c\"?"));
  EXPECT_EQ(ask("SELECT tipo FROM alerta WHERE status = 'aberto'"), "sem_cliente");
}

TEST_F(RawHalfWritten, AnUnknownFolderIsSaidWithWhatWasMeant) {
  put("pending/escalas_/a.json", "[]");
  put("pending/cliente=70912c/escala/a.json", "[]");
  const RawReport report = run();
  EXPECT_EQ(report.suggested_folders.at("escalas_"), "escala");
  EXPECT_EQ(report.suggested_folders.at("cliente=70912c"), "escala/cliente=70912c");
  EXPECT_EQ(count("alerta WHERE status = 'aberto' AND tipo = 'pasta_desconhecida'"), 2);
  fs::remove_all(lake_.path() / "pending/escalas_");
  (void)run();
  EXPECT_EQ(count("alerta WHERE status = 'aberto' AND tipo = 'pasta_desconhecida'"), 1);
}

// The watch does, one for each (AlertQueueTest).
TEST_F(RawHalfWritten, BrokenFilesOpenNoAlertOfTheLoad) {
  put(kVendas + std::string("a.json"), "[{");
  put(kVendas + std::string("b.json"), "nr;data\n1;2\n");
  EXPECT_FALSE(run().success());
  EXPECT_EQ(count("arquivo WHERE status = 'erro'"), 2);
  EXPECT_EQ(count("alerta WHERE status = 'aberto'"), 0);
  EXPECT_THAT(ask("SELECT string_agg(mensagem_erro, ' ') FROM arquivo"), HasSubstr("CSV"));
  put(kVendas + std::string("a.json"), sale("1"));
  put(kVendas + std::string("b.json"), sale("2"));
  (void)run();
  EXPECT_EQ(count("alerta WHERE status = 'aberto'"), 0);
}

TEST_F(RawHalfWritten, ALinkInThePlaceOfPendingIsSaid) {
  fs::create_directories(lake_.path() / "elsewhere/registro_venda");
  fs::create_directory_symlink("elsewhere", lake_.path() / "pending");
  const RawReport report = run();
  EXPECT_FALSE(report.success());
  EXPECT_THAT(report.problems, ElementsAre(HasSubstr("symbolic link")));
}

TEST_F(RawHalfWritten, AFileOfAnotherPayloadIsRecognised) {
  put("pending/caixas/cliente=c1c1c1/a.json", "[" + sale("1") + "]");
  const RawReport report = run();
  if (count("raw_caixas") == 0) {
    EXPECT_THAT(report.warnings, ElementsAre(HasSubstr("this looks like `registro_venda`")));
  }
}

TEST_F(RawHalfWritten, ARetiredDeliveryGivesWayToTheOneBeforeAndMayComeAgain) {
  put(kVendas + std::string("a.json"), sale("1"));
  (void)run();
  put(kVendas + std::string("a.json"), sale("2"));
  (void)run();
  control::LogManager log(control::this_process());
  const std::int64_t id = std::stoll(ask("SELECT max(id) FROM arquivo"));
  EXPECT_EQ(retire_file(connection_, log, id, "cliente errado"), "");
  EXPECT_EQ(ask("SELECT string_agg(status, ' ' ORDER BY id) FROM arquivo"), "carregado retirado");
  EXPECT_THAT(retire_file(connection_, log, id, "outra vez"), HasSubstr("already"));
  EXPECT_EQ(count("raw_registro_venda"), 2);
  put(kVendas + std::string("a.json"), sale("2"));
  (void)run();
  EXPECT_EQ(ask("SELECT string_agg(status, ' ' ORDER BY id) FROM arquivo"),
            "substituido retirado carregado");
}

}  // namespace
}  // namespace gdo::raw
