// `gdo status` and `gdo alerts` as programs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kAnimals = R"([{"id_animal":"A1","id_propriedade":"F1",)"
                                 R"("data_nascimento":"2024-05-01"},{"id_animal":"A2"}])";

const json& of_payload(const json& rows, const std::string& payload,
                       const std::string& layer = "") {
  for (const json& row : rows) {
    if (row["tipo_payload"] == payload && (layer.empty() || row["camada"] == layer)) return row;
  }
  throw std::runtime_error("no row of " + payload);
}

TEST(StatusCommand, ShowsWhatWaitsAndWhatRan) {
  const RawSite site;
  site.put("pending/animais/cliente=c1c1c1/animais_2026_06_01_10_00_00_000Z.json", kAnimals);
  ASSERT_EQ(site.run().exit_code, 0);
  site.put("pending/movimentacoes/cliente=c1c1c1/movimentacoes_2026_06_01_10_00_00_000Z.json",
           "[]");
  site.put("pending/movimentacoes/cliente=c2c2c2/movimentacoes_2026_06_01_10_00_00_000Z.json",
           "[ ]");
  site.put("pending/escala/sem_cliente.json", "[]");
  const Ended ended = run_gdo({"status", "--json"}, site.environment);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  const json status = json::parse(ended.out);
  ASSERT_EQ(status["pendentes"].size(), 5U);
  EXPECT_EQ(of_payload(status["pendentes"], "animais")["arquivos"], 0);
  EXPECT_TRUE(of_payload(status["pendentes"], "animais")["mais_antigo"].is_null());
  const json& sales = of_payload(status["pendentes"], "registro_venda");
  EXPECT_EQ(sales["arquivos"], 2);
  EXPECT_EQ(sales["bytes"], 5);
  EXPECT_TRUE(sales["mais_antigo"].is_string());
  EXPECT_EQ(status["lago"]["sem_cliente"], 1);
  const json& raw = of_payload(status["camadas"], "animais", "raw");
  EXPECT_TRUE(raw["ultimo_sucesso"].is_string());
  EXPECT_EQ(raw["atraso_s"], 0);
  EXPECT_EQ(raw["registros_dia"], 2);
  EXPECT_EQ(raw["rejeitados_dia"], 1);
  EXPECT_TRUE(of_payload(status["camadas"], "caixas", "trusted")["ultimo_sucesso"].is_null());
  EXPECT_EQ(status["alertas_abertos"], 0);
  EXPECT_EQ(status["rejeitados_por_regra"].size(), 2U);
  const Ended of_one = run_gdo({"status", "--json", "--cliente", "c2c2c2"}, site.environment);
  const json other = json::parse(of_one.out);
  EXPECT_EQ(of_payload(other["pendentes"], "registro_venda")["arquivos"], 1);
  EXPECT_EQ(of_payload(other["camadas"], "animais", "raw")["registros_dia"], 0);
}

TEST(StatusCommand, QualityIsTheSumOfLotesOrOneOfThem) {
  const RawSite site;
  ASSERT_EQ(run_gdo({"migrate"}, site.environment).exit_code, 0);
  site.connect().execute(
      "INSERT INTO lote SELECT i, 'c1c1c1', 'caixas', now(), 1, 10, 1, 1, 0, 0, 5, 'h', '1', now() "
      "FROM generate_series(1, 2) i;"
      "INSERT INTO lote_entidade SELECT i, 'caixas', 'c1c1c1', 'caixas', 10 * i, 9 * i, 2, i, 9 * "
      "i, "
      "0, 0, 0, '1-x', 3 FROM generate_series(1, 2) i;"
      "INSERT INTO qualidade SELECT i, 'c1c1c1', 'caixas', 'caixas', 'peso_liquido', 'faixa', "
      "'reject', "
      "false, 10 * i, 0, i FROM generate_series(1, 2) i");
  json all = json::parse(run_gdo({"status", "--json"}, site.environment).out)["qualidade"];
  ASSERT_EQ(all["entidades"].size(), 1U);
  EXPECT_EQ(all["entidades"][0]["itens"], 30);
  EXPECT_EQ(all["entidades"][0]["lotes"], 2);
  EXPECT_EQ(all["regras"][0]["violados"], 3);
  json one = json::parse(run_gdo({"status", "--json", "--lote", "2"}, site.environment).out);
  EXPECT_EQ(one["qualidade"]["entidades"][0]["itens"], 20);
  EXPECT_EQ(one["qualidade"]["regras"][0]["violados"], 2);
  const Ended told = run_gdo({"status", "--quality"}, site.environment);
  EXPECT_THAT(told.out, HasSubstr("Quality by rule"));
}

TEST(StatusCommand, AMissingLakeIsFourButTheDatabaseIsShown) {
  RawSite site;
  ASSERT_EQ(site.run().exit_code, 0);
  site.environment["GDO_LAKE"] = "file:///no/such/folder";
  const Ended ended = run_gdo({"status", "--json"}, site.environment);
  EXPECT_EQ(ended.exit_code, 4);
  EXPECT_THAT(ended.err, HasSubstr("/no/such/folder"));
  const json status = json::parse(ended.out);
  EXPECT_TRUE(status["pendentes"].empty());
  EXPECT_EQ(status["camadas"].size(), 11U);
}

TEST(AlertsCommand, AckClosesAnAlertOnce) {
  const RawSite site;
  ASSERT_EQ(run_gdo({"migrate"}, site.environment).exit_code, 0);
  site.connect().execute(
      "INSERT INTO alerta (tipo, severidade, chave, mensagem) "
      "VALUES ('verificacao', 'erro', 'v:1', 'uma verificação falhou')");
  const auto open = [&] {
    return json::parse(run_gdo({"alerts", "list", "--json"}, site.environment).out)["alertas"];
  };
  ASSERT_EQ(open().size(), 1U);
  EXPECT_EQ(json::parse(run_gdo({"status", "--json"}, site.environment).out)["alertas_abertos"], 1);
  const std::string id = std::to_string(open()[0]["id"].get<int>());
  EXPECT_EQ(run_gdo({"alerts", "ack", id}, site.environment).exit_code, 0);
  EXPECT_TRUE(open().empty());
  EXPECT_EQ(run_gdo({"alerts", "ack", id}, site.environment).exit_code, 1);
}

TEST(StatusCommand, SpeaksTheReadersLanguageAndJsonOnlyOne) {
  RawSite site;
  site.put("pending/animais/cliente=c1c1c1/animais_2026_06_01_10_00_00_000Z.json", kAnimals);
  ASSERT_EQ(site.run().exit_code, 0);
  EXPECT_THAT(run_gdo({"status", "--trends"}, site.environment).out,
              HasSubstr("Records that raw loads in a second"));
  const json english = json::parse(run_gdo({"status", "--trends", "--json"}, site.environment).out);
  site.environment["LC_ALL"] = "pt_BR.UTF-8";
  EXPECT_THAT(run_gdo({"status", "--trends"}, site.environment).out,
              HasSubstr("Registros que raw carrega por segundo"));
  EXPECT_THAT(run_gdo({"status", "--help"}, site.environment).out, HasSubstr("Opções"));
  EXPECT_EQ(json::parse(run_gdo({"status", "--trends", "--json"}, site.environment).out), english);
  EXPECT_THAT(run_gdo({"statos"}, site.environment).err, HasSubstr("comando desconhecido"));
  site.environment["GDO_IDIOMA"] = "en";
  EXPECT_THAT(run_gdo({"statos"}, site.environment).err, HasSubstr("unknown command"));
}

TEST(StatusCommand, ARunTellsOpenLineageWhatItReadAndWrote) {
  RawSite site;
  const TemporaryFolder folder;
  const auto file = folder.path() / "events.jsonl";
  site.environment["OPENLINEAGE_URL"] = file.string();
  site.put("pending/animais/cliente=c1c1c1/animais_2026_06_01_10_00_00_000Z.json", kAnimals);
  ASSERT_EQ(run_gdo({"run"}, site.environment).exit_code, 0);
  ASSERT_EQ(run_gdo({"run"}, site.environment).exit_code, 0);  // nothing to do, nothing to tell
  std::ifstream lines(file);
  std::vector<json> events;
  for (std::string line; std::getline(lines, line);) events.push_back(json::parse(line));
  ASSERT_GE(events.size(), 4U);
  EXPECT_EQ(events.size() % 2, 0U);
  EXPECT_EQ(events[0]["eventType"], "START");
  EXPECT_EQ(events[1]["eventType"], "COMPLETE");
  EXPECT_EQ(events[0]["run"]["runId"], events[1]["run"]["runId"]);
  EXPECT_EQ(events[1]["job"]["name"], "gdo.raw");
  EXPECT_EQ(events[1]["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"], 1);
  EXPECT_EQ(events[3]["job"]["name"], "gdo.trusted");
}

}  // namespace
}  // namespace gdo::test
