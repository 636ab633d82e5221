#include "monitor/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "monitor/test_plant.h"

namespace gdo::monitor {
namespace {

using test::farm_animal;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kFirst = "animais_2026_06_01_10_00_00_000Z.json";
constexpr const char* kSecond = "animais_2026_06_02_10_00_00_000Z.json";
constexpr const char* kCopy = "animais_2026_06_03_10_00_00_000Z.json";

std::vector<std::string> failing(const AuditReport& report) {
  std::vector<std::string> names;
  for (const Verification& check : report.verifications) {
    if (!check.ok) names.push_back(check.name);
  }
  return names;
}

// Three loaded files: one of them with a rejection, one a copy of the first; and a broken one.
class AuditTest : public testing::Test {
 protected:
  AuditTest() {
    const std::string first = "[" + farm_animal("A1") + "," + farm_animal("A2") + "]";
    plant_.deliver("animais", kFirst, first);
    plant_.load();
    plant_.deliver("animais", kSecond, "[" + farm_animal("A3") + R"(,{"id_animal":"A4"}])");
    plant_.deliver("animais", kCopy, first);
    plant_.deliver("animais", "animais_2026_06_04_10_00_00_000Z.json", R"([{"id_animal":)");
    plant_.load();
  }

  std::vector<std::string> failing_after(const std::string& sql) {
    plant_.execute(sql);
    return failing(plant_.audit());
  }

  test::TestPlant plant_;
};

TEST_F(AuditTest, ALoadLeavesBalancedBooks) {
  const AuditReport report = plant_.audit();
  EXPECT_TRUE(report.balanced());
  EXPECT_THAT(failing(report), IsEmpty());
  const auto files = std::find_if(report.verifications.begin(), report.verifications.end(),
                                  [](const auto& check) { return check.name == "livros_arquivo"; });
  ASSERT_NE(files, report.verifications.end());
  EXPECT_EQ(files->checked, 4);
  EXPECT_EQ(files->detail, "4 conferido(s)");
}

TEST_F(AuditTest, LeavesNothingBehind) {
  plant_.audit();
  EXPECT_EQ(plant_.connect()
                .query("SELECT count(*) FROM pg_class WHERE relname LIKE 'censo%'")
                .integer(0, 0),
            0);
}

TEST_F(AuditTest, NoticesALostRow) {
  EXPECT_THAT(failing_after("DELETE FROM raw_animais WHERE id_animal = 'A2'"),
              ElementsAre("livros_arquivo", "registros_uma_vez"));
}

TEST_F(AuditTest, NoticesADoubledRow) {
  EXPECT_THAT(failing_after("INSERT INTO raw_animais SELECT * FROM raw_animais "
                            "WHERE id_animal = 'A1'"),
              ElementsAre("livros_arquivo", "registros_uma_vez"));
}

TEST_F(AuditTest, NoticesARowThatTookAnothersPlace) {
  EXPECT_THAT(failing_after("UPDATE raw_animais SET nr_registro = 1 WHERE id_animal = 'A2'"),
              ElementsAre("registros_uma_vez"));
}

TEST_F(AuditTest, NoticesALostRejection) {
  EXPECT_THAT(failing_after("DELETE FROM registro_rejeitado"),
              ElementsAre("livros_arquivo", "registros_uma_vez"));
}

TEST_F(AuditTest, NoticesAChangedCount) {
  EXPECT_THAT(failing_after("UPDATE lote SET registros_lidos = registros_lidos + 1, "
                            "registros_carregados = registros_carregados + 1"),
              ElementsAre("livros_lote"));
}

TEST_F(AuditTest, NoticesCountsOfAFileThatStillAddUp) {
  EXPECT_THAT(failing_after("UPDATE arquivo SET registros_carregados = 2, registros_rejeitados = 0 "
                            "WHERE registros_rejeitados = 1"),
              ElementsAre("livros_arquivo", "livros_lote"));
}

TEST_F(AuditTest, NoticesALostLote) {
  EXPECT_THAT(failing_after("DELETE FROM lote"), ElementsAre("arquivos_com_lote"));
}

TEST_F(AuditTest, NoticesRowsOfAnotherTenant) {
  EXPECT_THAT(failing_after("UPDATE raw_animais SET token_cliente = 'ffffff' "
                            "WHERE id_animal = 'A1'"),
              ElementsAre("linhas_com_arquivo"));
}

TEST_F(AuditTest, NoticesALostFile) {
  EXPECT_THAT(failing_after("DELETE FROM arquivo WHERE registros_rejeitados = 1"),
              ElementsAre("livros_lote", "linhas_com_arquivo", "rejeicoes_com_arquivo"));
}

TEST_F(AuditTest, NoticesADuplicateWithoutItsOriginal) {
  EXPECT_THAT(failing_after("UPDATE arquivo SET sha256 = sha256('x') WHERE status = 'duplicado'"),
              ElementsAre("duplicados_com_original"));
}

TEST_F(AuditTest, NoticesAReplacedFileWithoutAnotherOfItsName) {
  EXPECT_THAT(failing_after("UPDATE arquivo SET status = 'substituido' WHERE lote_id = "
                            "(SELECT min(id) FROM lote)"),
              ElementsAre("substituidos_com_sucessor"));
}

TEST_F(AuditTest, NoticesAFileThatNobodyMoves) {
  plant_.execute("UPDATE arquivo SET movido_em = NULL WHERE status = 'erro'");
  const AuditReport report = plant_.audit();
  EXPECT_THAT(failing(report), ElementsAre("arquivos_movidos"));
  for (const Verification& check : report.verifications) {
    if (check.ok) continue;
    EXPECT_EQ(check.failures, 1);
    EXPECT_THAT(check.detail, HasSubstr("gdo run o move"));
  }
}

TEST_F(AuditTest, AFileReplacedUnderItsNameKeepsTheBooksBalanced) {
  plant_.deliver("animais", kFirst, "[" + farm_animal("A9") + "]");
  plant_.load();
  plant_.deliver("animais", kFirst, "[" + farm_animal("A1") + "]");
  plant_.load();
  EXPECT_THAT(failing(plant_.audit()), IsEmpty());
}

TEST(Audit, SaysWhatToDoWithoutTables) {
  const test::TestDatabase database;
  pg::Connection connection = database.connect();
  const contract::Catalog none{{}};
  try {
    audit(connection, none);
    FAIL() << "there are no tables";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr("gdo migrate"));
  }
}

}  // namespace
}  // namespace gdo::monitor
