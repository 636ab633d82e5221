// `gdo audit` as a program: its document's shape and exit codes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::MatchesRegex;

constexpr const char* kFarmAnimal = R"([{"id_animal":"A1","id_propriedade":"F1",)"
                                    R"("data_nascimento":"2024-05-01"},{"id_animal":"A2"}])";

TEST(AuditCommand, TheDocumentHasTheShapeThatOthersReadAndTheExitCodeTheVerdict) {
  const RawSite site;
  site.put("pending/animais/cliente=c1c1c1/animais_2026_06_01_10_00_00_000Z.json", kFarmAnimal);
  ASSERT_EQ(site.run().exit_code, 0);
  const Ended balanced = run_gdo({"audit", "--json"}, site.environment);
  EXPECT_EQ(balanced.exit_code, 0) << balanced.err;
  const json document = json::parse(balanced.out);
  EXPECT_EQ(document["equilibrado"], true);
  ASSERT_FALSE(document["verificacoes"].empty());
  for (const json& check : document["verificacoes"]) {
    EXPECT_TRUE(check["nome"].is_string());
    EXPECT_EQ(check["ok"], true) << check;
    EXPECT_TRUE(check["detalhe"].is_string());
  }
  bool seen = false;
  for (const json& table : document["tabelas"]) {
    EXPECT_THAT(table["soma"].get<std::string>(), MatchesRegex("[0-9a-f]{32}"));
    if (table["tabela"] != "raw_animais") continue;
    EXPECT_EQ(table["linhas"], 1);
    seen = true;
  }
  EXPECT_TRUE(seen);

  site.connect().execute("DELETE FROM raw_animais");
  const Ended broken = run_gdo({"audit", "--json"}, site.environment);
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_EQ(json::parse(broken.out)["equilibrado"], false);
  const Ended told = run_gdo({"audit"}, site.environment);
  EXPECT_EQ(told.exit_code, 1);
  EXPECT_THAT(told.out, HasSubstr("The books do not balance."));
  EXPECT_THAT(told.out, HasSubstr("FAIL livros_arquivo: 1 of 1 do not agree: file 1 ("));
}

TEST(AuditCommand, ALoteOfRecordsWithoutAnyItemBalances) {
  const RawSite site;
  site.put("pending/caixas/cliente=c1c1c1/caixas_2026_06_01_10_00_00_000Z.json",
           R"([{"nr_unidade_desossa":9999,"nr_op_desossa":"70001","saida_desossa":[]}])");
  ASSERT_EQ(run_gdo({"run"}, site.environment).exit_code, 0);
  EXPECT_EQ(site.ask("SELECT itens || ' ' || aceitos || ' ' || rejeitados FROM lote_entidade"),
            "0 0 0");
  const Ended ended = run_gdo({"audit"}, site.environment);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
}

TEST(AuditCommand, NoticesTamperingWithTrustedTables) {
  const RawSite site;
  site.put("pending/animais/cliente=c1c1c1/animais_2026_06_01_10_00_00_000Z.json",
           R"([{"id_animal":"A1","id_propriedade":"F1","data_nascimento":"2024-05-01"},)"
           R"({"id_animal":"A2","id_propriedade":"F1","data_nascimento":"2999-05-01"}])");
  ASSERT_EQ(run_gdo({"run"}, site.environment).exit_code, 0);
  ASSERT_EQ(site.ask("SELECT count(*) FROM registro_rejeitado WHERE camada = 'trusted'"), "1");
  const auto failing = [&] {
    std::vector<std::string> names;
    const Ended ended = run_gdo({"audit", "--json"}, site.environment);
    const json document = json::parse(ended.out);
    for (const json& check : document["verificacoes"]) {
      if (check["ok"] == false) names.push_back(check["nome"]);
    }
    return names;
  };
  EXPECT_TRUE(failing().empty());
  const std::vector<std::pair<std::string, std::string>> tampering = {
      {"UPDATE trusted_animais SET versao_hash = versao_hash + 1", "linhas_com_arquivo_trusted"},
      {"DELETE FROM registro_rejeitado WHERE camada = 'trusted'", "livros_entidade"},
      {"INSERT INTO trusted_animais SELECT (jsonb_populate_record(t, '{\"id_animal\": \"A9\"}')).* "
       "FROM trusted_animais t",
       "linhas_aceitas"},
      {"INSERT INTO trusted_venda_notas (token_cliente, cnpj_local_estoque, nr_pedido, carga, "
       "nr_item) VALUES ('c1c1c1', 'x', 'y', 'z', 1)",
       "filhos_com_pai"}};
  for (const auto& [sql, check] : tampering) {
    pg::Connection connection = site.connect();
    connection.execute(sql);
    EXPECT_THAT(failing(), testing::Contains(check)) << sql;
  }
}

TEST(AuditCommand, WithoutTablesSaysWhatToDo) {
  const RawSite site;
  const Ended ended = run_gdo({"audit", "--json"}, site.environment);
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("gdo migrate"));
}

}  // namespace
}  // namespace gdo::test
