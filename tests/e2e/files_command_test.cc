// `gdo files` as a program: the list, and broken files that get another try.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kBroken = "animais/cliente=c1c1c1/animais_2026_06_01_10_00_00_000Z.json";
constexpr const char* kGood = "animais/cliente=c1c1c1/animais_2026_06_02_10_00_00_000Z.json";
constexpr const char* kAnimal =
    R"([{"id_animal":"A1","id_propriedade":"F1","data_nascimento":"2024-05-01"}])";

class FilesCommand : public testing::Test {
 protected:
  FilesCommand() {
    site_.put(std::string("pending/") + kBroken, "[{");
    site_.put(std::string("pending/") + kGood, kAnimal);
    EXPECT_EQ(site_.run().exit_code, 1);
  }

  Ended files(std::vector<std::string> words) const {
    words.insert(words.begin(), "files");
    return run_gdo(words, site_.environment);
  }
  json list(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"list", "--json"});
    return json::parse(files(options).out);
  }
  void connect_and(const std::string& sql) const { site_.connect().execute(sql); }
  std::string broken_id() const {
    return site_.ask("SELECT id FROM arquivo WHERE status = 'erro'");
  }

  RawSite site_;
};

TEST_F(FilesCommand, ListsFiltersAndPages) {
  EXPECT_EQ(list()["total"], 2);
  const json broken = list({"--status", "erro"});
  ASSERT_EQ(broken["arquivos"].size(), 1U);
  const json& file = broken["arquivos"][0];
  EXPECT_EQ(file["codigo_erro"], "json_malformado");
  EXPECT_EQ(file["linha"], 1);
  EXPECT_EQ(file["registros"]["lidos"], 0);
  EXPECT_THAT(file["caminho_final"].get<std::string>(), HasSubstr("/error/animais/"));
  EXPECT_EQ(list({"--payload", "caixas"})["total"], 0);
  EXPECT_EQ(list({"--cliente", "c1c1c1", "--limit", "1"})["arquivos"].size(), 1U);
  EXPECT_THAT(files({"list", "--limit", "1"}).err, HasSubstr("1 more"));
}

TEST_F(FilesCommand, RetryPutsABrokenFileBackAndTheNextRunTakesIt) {
  const Ended retried = files({"retry", broken_id()});
  EXPECT_EQ(retried.exit_code, 0) << retried.out;
  EXPECT_EQ(site_.get(std::string("pending/") + kBroken), "[{");
  EXPECT_EQ(site_.get(std::string("error/") + kBroken), "");
  EXPECT_EQ(list({"--status", "erro"})["total"], 0);
  EXPECT_EQ(site_.run().exit_code, 1);
  EXPECT_EQ(site_.get(std::string("error/") + kBroken), "[{");
  EXPECT_EQ(list({"--status", "erro"})["total"], 1);
  EXPECT_EQ(run_gdo({"audit"}, site_.environment).exit_code, 0);
}

TEST_F(FilesCommand, RetryOverwritesNothing) {
  site_.put(std::string("pending/") + kBroken, kAnimal);
  const Ended refused = files({"retry", "--all"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.out, HasSubstr("another file of that name"));
  EXPECT_EQ(site_.get(std::string("pending/") + kBroken), kAnimal);
  EXPECT_EQ(site_.get(std::string("error/") + kBroken), "[{");
}

TEST_F(FilesCommand, RetryTakesAFileThatWasMendedWhereItLies) {
  site_.put(std::string("error/") + kBroken, kAnimal);
  EXPECT_EQ(files({"retry", "--all"}).exit_code, 0);
  EXPECT_EQ(site_.get(std::string("error/") + kBroken), "");
  EXPECT_EQ(site_.get(std::string("pending/") + kBroken), kAnimal);
  EXPECT_EQ(site_.run().exit_code, 0);
}

TEST_F(FilesCommand, ARetiredDeliveryLeavesTrustedAndTheOneBeforeStandsAgain) {
  const std::string newer = "animais/cliente=c1c1c1/animais_2026_06_03_10_00_00_000Z.json";
  site_.put("pending/" + newer,
            R"([{"id_animal":"A1","id_propriedade":"F1","data_nascimento":"2024-05-02"},)"
            R"({"id_animal":"A2","id_propriedade":"F1","data_nascimento":"2024-05-02"}])");
  (void)run_gdo({"run"}, site_.environment);
  EXPECT_EQ(
      site_.ask("SELECT string_agg(id_animal || data_nascimento, ' ' ORDER BY id_animal) FROM "
                "trusted_animais"),
      "A12024-05-02 A22024-05-02");
  const std::string id = site_.ask("SELECT max(id) FROM arquivo");
  EXPECT_EQ(files({"retire", id}).exit_code, 2);
  const Ended retired = files({"retire", id, "--why", "planta errada"});
  EXPECT_EQ(retired.exit_code, 0) << retired.out << retired.err;
  EXPECT_EQ(
      site_.ask("SELECT string_agg(id_animal || data_nascimento, ' ' ORDER BY id_animal) FROM "
                "trusted_animais"),
      "A12024-05-01");
  EXPECT_EQ(site_.ask("SELECT count(*) FROM raw_animais"), "3");
  EXPECT_EQ(list({"--status", "retirado"})["arquivos"][0]["motivo_retirada"], "planta errada");
  const Ended audit = run_gdo({"audit"}, site_.environment);
  EXPECT_EQ(audit.exit_code, 0) << audit.out;
  site_.put("pending/" + newer,
            R"([{"id_animal":"A2","id_propriedade":"F1","data_nascimento":"2024-05-03"}])");
  (void)run_gdo({"run"}, site_.environment);
  EXPECT_EQ(run_gdo({"replay", "trusted"}, site_.environment).exit_code, 0);
  EXPECT_EQ(site_.ask("SELECT count(*) FROM trusted_animais"), "2");
  EXPECT_EQ(run_gdo({"audit"}, site_.environment).exit_code, 0);
}

TEST_F(FilesCommand, TheAuditTellsAFileThatChangedInDoneAndRetryDeliversItAgain) {
  const std::string id = site_.ask("SELECT id FROM arquivo WHERE status = 'carregado'");
  connect_and("UPDATE arquivo SET movido_em = movido_em - interval '1 day'");
  site_.put(std::string("done/") + kGood,
            R"([{"id_animal":"A1","id_propriedade":"F1","data_nascimento":"2024-05-09"}])");
  const Ended audit = run_gdo({"audit"}, site_.environment);
  EXPECT_EQ(audit.exit_code, 1);
  EXPECT_THAT(audit.out, HasSubstr("gdo files retry " + id));
  EXPECT_EQ(files({"retry", id}).exit_code, 0);
  EXPECT_EQ(site_.run().exit_code, 0);
  EXPECT_EQ(run_gdo({"audit"}, site_.environment).exit_code, 0);
  EXPECT_EQ(site_.ask("SELECT count(*) FROM raw_animais"), "2");
}

TEST_F(FilesCommand, RetryRefusesWhatIsLoadedUnknownOrNoNumber) {
  const std::string good = site_.ask("SELECT id FROM arquivo WHERE status = 'carregado'");
  const Ended ended = files({"retry", good, "99999"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("only broken files"));
  EXPECT_THAT(ended.out, HasSubstr("no such file"));
  EXPECT_EQ(files({"retry", "x"}).exit_code, 2);
  EXPECT_EQ(files({"retry"}).exit_code, 2);
  EXPECT_EQ(files({"retry", good, "--all"}).exit_code, 2);
  EXPECT_EQ(site_.get(std::string("done/") + kGood), kAnimal);
}

}  // namespace
}  // namespace gdo::test
