// A payload with a gold table of its own, from a folder with a contract and a model
// (docs/exemplos/pallets), in the built program.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const fs::path kExample = fs::path(GDO_TEST_DATA) / "../../docs/exemplos/pallets";

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The sum of a table in the document of `gdo audit --json`; empty when it has none.
std::string sum_in(const json& audit, const std::string& table) {
  for (const json& sum : audit["tabelas"]) {
    if (sum["tabela"] == table) return sum["soma"].get<std::string>();
  }
  return "";
}

// A generated lake in gold, with three pallets: of traceable boxes, of one that no file brought,
// and of none that is traceable.
class ModelsFolder : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    site_ = std::make_unique<RawSite>();
    site_->environment["GDO_CONTRACTS"] = (kExample / "contratos").string();
    site_->environment["GDO_MODELS"] = (kExample / "modelos").string();
    const TemporaryFolder folder;
    generate_lake(folder.path() / "g",
                  {"--days", "1", "--tenants", "1", "--seed", "7", "--records", "3000"});
    copy_pending(folder.path() / "g", site_->lake());
    ASSERT_EQ(gdo({"run"}).exit_code, 0);
    tenant_ = site_->ask("SELECT min(token_cliente) FROM service_caixas");
    boxes_ = boxes_that("flag_rastreavel");
    ASSERT_GE(boxes_.size(), 3U);
    json unknown = boxes_[0];
    unknown["codigo_barras"] = "NAOEXISTE01";
    deliver("pallets_2026_07_06_10_00_00_000Z",
            {pallet_of("09801", "PL-1", "2026-06-30", boxes_),
             pallet_of("9801", "PL-2", "2026-07-01", {boxes_[0], unknown})});
    const Ended ended = gdo({"run"});
    ASSERT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  }
  static void TearDownTestSuite() { site_.reset(); }

  static Ended gdo(const std::vector<std::string>& words) {
    return run_gdo(words, site_->environment);
  }
  static json document(const std::vector<std::string>& words) {
    const Ended ended = gdo(words);
    json read = json::parse(ended.out, nullptr, false);
    EXPECT_TRUE(read.is_object()) << ended.out << ended.err;
    return read;
  }
  static std::vector<json> boxes_that(const std::string& condition) {
    pg::Connection connection = site_->connect();
    const pg::Result rows =
        connection.query("SELECT nr_unidade_desossa, codigo_barras FROM service_caixas WHERE " +
                         condition + " ORDER BY 1, 2 LIMIT 3");
    std::vector<json> boxes;
    for (int row = 0; row < rows.rows(); ++row) {
      boxes.push_back({{"nr_unidade_desossa", std::string(rows.text(row, 0))},
                       {"codigo_barras", std::string(rows.text(row, 1))}});
    }
    return boxes;
  }
  static json pallet_of(const std::string& unit, const std::string& number, const std::string& day,
                        const std::vector<json>& boxes) {
    return {{"nr_unidade", unit},
            {"nr_pallet", number},
            {"dt_montagem", day},
            {"peso_bruto", 900.5},
            {"nome_conferente", "Maria das Dores"},
            {"caixas", boxes}};
  }
  static void deliver(const std::string& name, const std::vector<json>& pallets) {
    site_->put("pending/pallets/cliente=" + tenant_ + "/" + name + ".json", json(pallets).dump());
  }
  static std::string pallet(const std::string& column, const std::string& number) {
    return site_->ask("SELECT " + column + "::text FROM service_pallets WHERE nr_pallet = '" +
                      number + "'");
  }

  static std::unique_ptr<RawSite> site_;
  static std::string tenant_;
  static std::vector<json> boxes_;
};
std::unique_ptr<RawSite> ModelsFolder::site_;
std::string ModelsFolder::tenant_;
std::vector<json> ModelsFolder::boxes_;

TEST_F(ModelsFolder, ARunMakesTheRowsAndFollowsWhatTheyAreMadeOf) {
  EXPECT_EQ(pallet("qtde_caixas || '/' || qtde_rastreaveis || '/' || flag_rastreavel", "PL-1"),
            "3/3/true");
  EXPECT_EQ(pallet("motivo_nao_rastreavel", "PL-2"), "caixa_desconhecida");

  // The pallet is delivered again without the box that nobody knows.
  deliver("pallets_2026_07_06_11_00_00_000Z",
          {pallet_of("9801", "PL-2", "2026-07-01", {boxes_[0], boxes_[1]})});
  ASSERT_EQ(gdo({"run"}).exit_code, 0);
  EXPECT_EQ(pallet("flag_rastreavel", "PL-2"), "true");

  // Worked out again from nothing, all is as it was.
  const json replayed = document({"replay", "service", "--json"});
  for (const json& stage : replayed["etapas"]) {
    EXPECT_EQ(stage.value("linhas_alteradas", 0), 0) << stage;
  }
}

TEST_F(ModelsFolder, LineageLeadsToTheFilesOfThePalletAndOfItsBoxes) {
  const Ended ended = gdo({"lineage", "service_pallets", "9801/PL-1", "--json"});
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  const json found = json::parse(ended.out);
  for (const char* table : {"trusted_pallets", "trusted_caixas", "trusted_desossa",
                            "trusted_escala", "trusted_carcacas"}) {
    ASSERT_TRUE(found["tabelas"].contains(table)) << table << found["tabelas"];
  }
  EXPECT_EQ(found["tabelas"]["trusted_pallets"]["linhas"], 1);
  EXPECT_EQ(found["tabelas"]["trusted_caixas"]["linhas"], 3);
  for (const json& file : found["arquivos"]) EXPECT_EQ(file["confere"], true) << file;
  // Who may not see who checked the pallet does not see it in the record's bytes, either.
  EXPECT_THAT(ended.out, AllOf(HasSubstr("PL-1"), Not(HasSubstr("Maria das Dores"))));
}

TEST_F(ModelsFolder, ATraceKnowsThePalletAndGoesOnThroughItsBoxesToTheirFarms) {
  const json trace = document({"trace", "pallet:PL-1", "--json"});
  EXPECT_EQ(trace["tipo"], "pallet");
  EXPECT_EQ(trace["chave"], (json{{"nr_unidade", "9801"}, {"nr_pallet", "PL-1"}}));
  EXPECT_EQ(trace["rastreavel"], true);
  EXPECT_GT(trace["fontes"]["lotes"].get<int>(), 0);
  ASSERT_EQ(trace["origem"].size(), 3U);
  const json& box = trace["origem"][0];
  EXPECT_EQ(box["tipo"], "caixa");
  EXPECT_EQ(box["filhos"][0]["tipo"], "ordem");
  EXPECT_EQ(box["filhos"][0]["filhos"][0]["tipo"], "lote");
  EXPECT_EQ(box["filhos"][0]["filhos"][0]["filhos"][0]["tipo"], "fazenda");
  EXPECT_NE(trace["dados"]["nome_conferente"], "Maria das Dores");

  // By its unit, too, as the unit is written in files; in words, with the reason of one that is
  // not.
  const Ended text = gdo({"trace", "09801/PL-1"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, AllOf(HasSubstr("pallet 9801/PL-1"), HasSubstr("traceable")));
  EXPECT_THAT(gdo({"trace", "pallet:PL-9"}).err, HasSubstr("gold knows no pallet PL-9"));
}

TEST_F(ModelsFolder, ExportsHaveItsRowsAndMaskWhatItsHeadCallsPersonal) {
  const Ended csv = gdo({"export", "pallets", "--from", "2026-06-30", "--to", "2026-06-30"});
  EXPECT_EQ(csv.exit_code, 0) << csv.err;
  EXPECT_THAT(csv.out, AllOf(HasSubstr("nr_pallet"), HasSubstr("PL-1"), Not(HasSubstr("PL-2"))));
  EXPECT_THAT(csv.out, Not(HasSubstr("Maria das Dores")));
  const Ended lines = gdo({"export", "service_pallets", "--format", "jsonl", "--pessoais"});
  EXPECT_EQ(lines.exit_code, 0) << lines.err;
  EXPECT_THAT(lines.out, HasSubstr("Maria das Dores"));
}

TEST_F(ModelsFolder, TheAuditCountsItAndItsTableIsGuardedDescribedAndSeenByBiTools) {
  const json audit = document({"audit", "--json"});
  EXPECT_EQ(sum_in(audit, "service_pallets").size(), 32U) << audit["tabelas"];
  EXPECT_EQ(site_->ask("SELECT relrowsecurity::text FROM pg_class WHERE relname = "
                       "'service_pallets'"),
            "true");
  EXPECT_EQ(site_->ask("SELECT col_description('service_pallets'::regclass, attnum) FROM "
                       "pg_attribute WHERE attrelid = 'service_pallets'::regclass AND attname = "
                       "'qtde_caixas'"),
            "Caixas que o arquivo lista");
  EXPECT_THAT(site_->ask("SELECT pg_get_viewdef('gdo.pallets'::regclass)"),
              HasSubstr("mascara_nome"));
  const Ended plan = gdo({"migrate", "--plan"});
  EXPECT_EQ(plan.exit_code, 0);
  EXPECT_THAT(plan.err, HasSubstr("up to date"));
  EXPECT_THAT(gdo({"doctor"}).out, HasSubstr("1 model of "));
}

// A folder with one model, made from the example's by changing its text.
class WrongModel : public testing::Test {
 protected:
  // What gdo says of the model with `from` replaced by `to`; it must refuse it.
  std::string refusal(const std::string& from, const std::string& to,
                      const std::vector<std::string>& command = {"migrate"}) {
    std::string text = content(kExample / "modelos/pallets.sql");
    const std::size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    text.replace(place, from.size(), to);
    std::ofstream(folder_.path() / "pallets.sql", std::ios::binary) << text;
    EnvironmentOf environment = site_.environment;
    environment["GDO_CONTRACTS"] = (kExample / "contratos").string();
    environment["GDO_MODELS"] = folder_.path().string();
    const Ended ended = run_gdo(command, environment);
    EXPECT_EQ(ended.exit_code, 2) << ended.out << ended.err;
    return ended.err;
  }

  RawSite site_;
  TemporaryFolder folder_;
};

TEST_F(WrongModel, IsRefusedWithItsFileTheLineAndWhatToWrite) {
  const auto plan = [&](const char* from, const char* to) {
    return refusal(from, to, {"migrate", "--plan"});
  };
  EXPECT_THAT(
      plan("-- chave: token", "-- chaves: token"),
      AllOf(HasSubstr("pallets.sql:4: there is no `chaves`"), HasSubstr("there are modelo")));
  EXPECT_THAT(
      plan("-- entrada: pallets", "-- entrada: palets"),
      AllOf(HasSubstr("pallets.sql:6: there is no palets to follow"), HasSubstr("pallets")));
  EXPECT_THAT(plan("entrada: service_caixas [nr_unidade_desossa, codigo_barras]",
                   "entrada: service_caixas"),
              HasSubstr("pallets.sql:7: say which of its columns"));
  EXPECT_THAT(plan("trusted_pallets_caixas [nr_unidade, nr_pallet] >", "pallet_caixas >"),
              HasSubstr("pallets.sql:9: there is no link pallet_caixas"));
  EXPECT_THAT(plan("> caixa [", "> caixote ["),
              HasSubstr("pallets.sql:15: there is no thing caixote to lead to; there are caixa"));
  EXPECT_THAT(plan("-- modelo: service_pallets", "-- modelo: pallets"),
              HasSubstr("cannot be a gold table; write modelo: service_"));
  EXPECT_THAT(plan("-- == periodo", "-- == perido"),
              AllOf(HasSubstr("there is no section `perido`"), HasSubstr("lacks section periodo")));
  EXPECT_EQ(site_.ask("SELECT (to_regclass('service_pallets') IS NULL)::text"), "true");
}

TEST_F(WrongModel, ThatPostgreSqlDoesNotTakeIsRefusedBeforeItIsUsed) {
  EXPECT_THAT(refusal("p.peso_bruto,", "p.peso_brutto,"),
              AllOf(HasSubstr("section linhas does not work"), HasSubstr("peso_brutto"),
                    HasSubstr("pallets.sql:")));
  // As a plan, too: the tables of trusted are there now.
  EXPECT_THAT(refusal("-- forma: nr_pallet", "-- forma: pallet", {"migrate", "--plan"}),
              HasSubstr("service_pallets has no column pallet; it has"));
  EXPECT_THAT(refusal("PRIMARY KEY (token_cliente, nr_unidade, nr_pallet)",
                      "PRIMARY KEY (token_cliente, nr_pallet, nr_unidade)"),
              HasSubstr("the primary key is (token_cliente, nr_pallet, nr_unidade)"));
  EXPECT_EQ(site_.ask("SELECT (to_regclass('service_pallets') IS NULL)::text"), "true");
  EXPECT_EQ(site_.ask("SELECT count(*)::text FROM modelo WHERE nome = 'service_pallets'"), "0");
}

}  // namespace
}  // namespace gdo::test
