// `gdo rejected` as a program: what was refused can be found, read to the byte, taken out, closed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kNoBirth = R"({ "id_animal":"A2","nota":"1,\"x\"" ,"peso_nascimento":30.10})";
constexpr const char* kLatin = "{\"id_animal\":\"A3\",\"raca\":\"\xe7\"}";

class RejectedCommand : public testing::Test {
 protected:
  RejectedCommand() {
    site_.put("pending/animais/cliente=c1c1c1/animais_2026_06_01_10_00_00_000Z.json",
              std::string("[") + kNoBirth + "," + kLatin + "]");
    site_.put("pending/animais/cliente=c2c2c2/animais_2026_06_01_10_00_00_000Z.json",
              R"([{"nada":1}])");
    EXPECT_EQ(site_.run().exit_code, 0);
  }

  Ended rejected(std::vector<std::string> words) const {
    words.insert(words.begin(), "rejected");
    return run_gdo(words, site_.environment);
  }
  json list(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"list", "--json"});
    return json::parse(rejected(options).out);
  }
  std::string id_of(int record, const std::string& tenant) const {
    return site_.ask("SELECT id FROM registro_rejeitado WHERE nr_registro = " +
                     std::to_string(record) + " AND token_cliente = '" + tenant + "'");
  }

  RawSite site_;
};

TEST_F(RejectedCommand, ListFilters) {
  EXPECT_EQ(list()["total"], 3);
  EXPECT_EQ(list({"--cliente", "c1c1c1"})["total"], 2);
  EXPECT_EQ(list({"--rule", "obrigatorio"})["total"], 1);
  EXPECT_EQ(list({"--rule", "obrigatorio:data_nascimento"})["total"], 1);
  EXPECT_EQ(list({"--rule", "obrigatorio:sexo"})["total"], 0);
  EXPECT_EQ(list({"--rule", "forma_desconhecida", "--cliente", "c2c2c2"})["total"], 1);
  EXPECT_EQ(list({"--layer", "trusted"})["total"], 0);
  EXPECT_EQ(list({"--payload", "caixas"})["total"], 0);
  const json page = list({"--limit", "1", "--offset", "1"});
  EXPECT_EQ(page["total"], 3);
  ASSERT_EQ(page["rejeitados"].size(), 1U);
  EXPECT_TRUE(page["rejeitados"][0]["motivos"].is_array());
  EXPECT_FALSE(page["rejeitados"][0].contains("conteudo"));
}

TEST_F(RejectedCommand, ShowGivesTheExactBytes) {
  EXPECT_EQ(rejected({"show", id_of(1, "c1c1c1"), "--raw"}).out, kNoBirth);
  EXPECT_EQ(rejected({"show", id_of(2, "c1c1c1"), "--raw"}).out, kLatin);
  EXPECT_EQ(json::parse(rejected({"show", id_of(1, "c1c1c1"), "--json"}).out)["conteudo"],
            kNoBirth);
  const json latin = json::parse(rejected({"show", id_of(2, "c1c1c1"), "--json"}).out);
  EXPECT_FALSE(latin.contains("conteudo"));
  EXPECT_THAT(latin["conteudo_base64"].get<std::string>(), StartsWith("eyJpZF9hbmltYWwiOi"));
  const Ended shown = rejected({"show", id_of(1, "c1c1c1")});
  EXPECT_THAT(shown.out, HasSubstr("obrigatorio  data_nascimento"));
  EXPECT_THAT(shown.out, HasSubstr("  \"peso_nascimento\": 30.10\n"));
  EXPECT_EQ(rejected({"show", "99999"}).exit_code, 1);
  EXPECT_EQ(rejected({"show", "x"}).exit_code, 2);
}

TEST_F(RejectedCommand, BytesGoOutOnlyAfterTheLogHasNotedWho) {
  constexpr const char* kNoted =
      "SELECT count(*) FROM log_processamento WHERE mensagem = 'saída com dados pessoais: "
      "registro_rejeitado' AND status = 'iniciado'";
  const std::string id = id_of(1, "c1c1c1");
  EXPECT_EQ(rejected({"list"}).exit_code, 0);
  EXPECT_EQ(site_.ask(kNoted), "0");
  EXPECT_EQ(rejected({"show", id}).exit_code, 0);
  EXPECT_EQ(rejected({"export"}).exit_code, 0);
  EXPECT_EQ(site_.ask(kNoted), "2");
  const std::string reader = "leitor_" + site_.environment["DB_NAME"];
  site_.connect().execute("CREATE ROLE " + reader +
                          " LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA "
                          "public TO " +
                          reader + "; ALTER ROLE " + reader + " BYPASSRLS");
  site_.environment["DB_USER"] = reader;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"show", id, "--raw"}, {"show", id}, {"export"}}) {
    const Ended ended = rejected(words);
    EXPECT_EQ(ended.exit_code, 2) << words.front();
    EXPECT_EQ(ended.out, "") << words.front();
    EXPECT_THAT(ended.err, HasSubstr("log_processamento"));
  }
}

TEST_F(RejectedCommand, ExportGivesALineEach) {
  const Ended lines = rejected({"export", "--cliente", "c1c1c1"});
  EXPECT_EQ(lines.exit_code, 0) << lines.err;
  std::istringstream stream(lines.out);
  std::vector<json> rows;
  for (std::string line; std::getline(stream, line);) rows.push_back(json::parse(line));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0]["conteudo"], kNoBirth);
  EXPECT_EQ(rows[0]["nr_registro"], 1);
  EXPECT_EQ(rows[0]["status"], "aberto");
  EXPECT_TRUE(rows[1].contains("conteudo_base64"));
  const Ended csv = rejected({"export", "--format", "csv", "--rule", "obrigatorio"});
  EXPECT_THAT(csv.out, StartsWith("id,token_cliente,tipo_payload,"));
  EXPECT_THAT(csv.out,
              HasSubstr(R"(,utf8,"{ ""id_animal"":""A2"",""nota"":""1,\""x\"""" ,""peso)"));
}

TEST_F(RejectedCommand, DiscardClosesWithAReasonAndKeepsTheBooksBalanced) {
  const std::string id = id_of(1, "c1c1c1");
  EXPECT_EQ(rejected({"discard", id}).exit_code, 2);
  const Ended discarded = rejected({"discard", id, "--why", "balança em teste"});
  EXPECT_EQ(discarded.exit_code, 0) << discarded.out << discarded.err;
  EXPECT_EQ(list()["total"], 2);
  EXPECT_EQ(list({"--status", "descartado"})["total"], 1);
  const json shown = json::parse(rejected({"show", id, "--json"}).out);
  EXPECT_EQ(shown["motivo_descarte"], "balança em teste");
  EXPECT_TRUE(shown["encerrado_em"].is_string());
  EXPECT_EQ(shown["conteudo"], kNoBirth);
  const Ended again = rejected({"discard", id, "99999", "--why", "de novo"});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.out, HasSubstr("it is descartado"));
  EXPECT_EQ(site_.ask("SELECT detalhes ->> 'motivo' FROM log_processamento "
                      "WHERE mensagem LIKE '%descartado pelo operador'"),
            "balança em teste");
  EXPECT_EQ(run_gdo({"audit"}, site_.environment).exit_code, 0);
}

}  // namespace
}  // namespace gdo::test
