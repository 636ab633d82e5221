// `gdo trace` and `gdo lineage` as programs, on a generated lake: verdicts are the manifest's,
// bytes are the lake's.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "e2e/raw_site.h"
#include "gcs_server/server.h"

namespace gdo::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr std::size_t kBoxesOfAReason = 4;

class TraceCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    generate_lake(folder_->path() / "lake",
                  {"--days", "3", "--seed", "7", "--dirty", "0.02", "--records", "6000"});
    site_ = std::make_unique<RawSite>();
    copy_pending(folder_->path() / "lake", site_->lake());
    const Ended ended = run_gdo({"run", "--json"}, site_->environment);
    EXPECT_LE(ended.exit_code, 1) << ended.err;
  }
  static void TearDownTestSuite() {
    site_.reset();
    folder_.reset();
  }

  static Ended gdo(const std::vector<std::string>& words) {
    return run_gdo(words, site_->environment);
  }
  // Some boxes of every reason, as the manifest has them.
  static std::map<std::string, std::vector<json>> sample() {
    std::map<std::string, std::vector<json>> boxes;
    std::ifstream lines(folder_->path() / "lake" / "manifest.jsonl");
    for (std::string line; std::getline(lines, line);) {
      const json one = json::parse(line);
      if (one["tipo"] != "caixa") continue;
      auto& of = boxes[one["motivo"].is_null() ? "" : one["motivo"].get<std::string>()];
      if (of.size() < kBoxesOfAReason) of.push_back(one);
    }
    return boxes;
  }
  static std::string key_of(const json& box) {
    return "caixa:" + box["nr_unidade_desossa"].get<std::string>() + "/" +
           box["codigo_barras"].get<std::string>();
  }
  static json a_traceable_box() { return sample()[""].at(0); }

  static inline std::unique_ptr<TemporaryFolder> folder_;
  static inline std::unique_ptr<RawSite> site_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

void expect_farms_exist(const json& node, RawSite& site) {
  if (node["tipo"] == "fazenda") {
    const std::string name = node["dados"]["faz_nome"].is_string()
                                 ? node["dados"]["faz_nome"].get<std::string>()
                                 : std::string();
    EXPECT_NE(site.ask("SELECT count(*) FROM trusted_escala WHERE coalesce(faz_nome, '') = '" +
                       name + "'"),
              "0");
  }
  for (const json& child : node["filhos"]) expect_farms_exist(child, site);
}

TEST_F(TraceCommand, VerdictsAreTheManifests) {
  std::size_t reasons = 0;
  for (const auto& [reason, boxes] : sample()) {
    ++reasons;
    for (const json& box : boxes) {
      const Ended ended = gdo(
          {"trace", key_of(box), "--cliente", box["token_cliente"].get<std::string>(), "--json"});
      ASSERT_EQ(ended.exit_code, 0) << ended.err;
      const json trace = json::parse(ended.out);
      EXPECT_EQ(trace["tipo"], "caixa");
      EXPECT_EQ(trace["token_cliente"], box["token_cliente"]);
      EXPECT_EQ(trace["chave"]["codigo_barras"], box["codigo_barras"]);
      EXPECT_EQ(trace["rastreavel"], box["flag_rastreavel"]) << key_of(box);
      EXPECT_EQ(trace["motivo"], box["motivo"]) << key_of(box);
      EXPECT_EQ(trace["origem"].empty(), !box["flag_desossa"].get<bool>()) << key_of(box);
      for (const json& node : trace["origem"]) expect_farms_exist(node, *site_);
    }
  }
  EXPECT_GE(reasons, 2U) << "the lake should have boxes that are not traceable";
}

TEST_F(TraceCommand, TextIsATreeAndSaysWhy) {
  const json good = a_traceable_box();
  const Ended shown =
      gdo({"trace", key_of(good), "--cliente", good["token_cliente"].get<std::string>()});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("✔ traceable\n"));
  EXPECT_THAT(shown.out, HasSubstr("└─ ✔ order "));
  EXPECT_EQ(gdo({"trace", "caixa:nao-existe"}).exit_code, 1);
  EXPECT_EQ(gdo({"trace"}).exit_code, 2);
}

TEST_F(TraceCommand, KeyOfSeveralTenantsAsksWhich) {
  const std::string number = site_->ask(
      "SELECT nr_op_desossa FROM service_ordens_desossa GROUP BY 1 "
      "HAVING count(DISTINCT token_cliente) > 1 ORDER BY 1 LIMIT 1");
  const Ended ended = gdo({"trace", "ordem:" + number});
  EXPECT_EQ(ended.exit_code, 2) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr("several tenants"));
}

// Some rows of a table, as "tenant key".
std::vector<std::string> some_rows(const RawSite& site, const std::string& table) {
  const std::string key = site.ask(
      "SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY c.place) FROM pg_index i "
      "CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS c (number, place) "
      "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = c.number "
      "WHERE i.indrelid = '" +
      table + "'::regclass AND i.indisprimary AND a.attname <> 'token_cliente'");
  return lines_of(
      site.ask("SELECT string_agg(k, E'\\n') FROM (SELECT token_cliente || ' ' || "
               "concat_ws('/', " +
               key + ") AS k FROM " + table + " ORDER BY md5(concat_ws('/', token_cliente, " + key +
               ")) LIMIT 3) x"));
}

TEST_F(TraceCommand, EveryTablesRowsLeadToTheirFiles) {
  const std::vector<std::string> tables = lines_of(
      site_->ask("SELECT string_agg(relname, E'\\n') FROM pg_class WHERE relkind IN ('r', 'p') "
                 "AND NOT relispartition AND relname ~ '^(service|trusted)_'"));
  EXPECT_GE(tables.size(), 20U);
  for (const std::string& table : tables) {
    for (const std::string& row : some_rows(*site_, table)) {
      const Ended ended = gdo({"lineage", table, row.substr(7), "--cliente", row.substr(0, 6),
                               "--limit", "2", "--json"});
      ASSERT_EQ(ended.exit_code, 0) << table << " " << row << ended.err;
      const json lineage = json::parse(ended.out);
      ASSERT_FALSE(lineage["arquivos"].empty()) << table << " " << row;
      ASSERT_FALSE(lineage["origens"].empty()) << table << " " << row;
      for (const json& file : lineage["arquivos"]) EXPECT_TRUE(file["confere"].get<bool>());
      for (const json& origin : lineage["origens"]) EXPECT_TRUE(origin["confere"].get<bool>());
    }
  }
}

TEST_F(TraceCommand, AMonthsFiguresLeadToAllTheyWereMadeOf) {
  const std::string month = site_->ask(
      "SELECT token_cliente || ' ' || concat_ws('/', mes, tipo_planta, planta) FROM "
      "service_resumo_mensal WHERE tipo_planta = 'desossa' ORDER BY caixas, planta LIMIT 1");
  const auto lineage_of = [&](const char* limit) {
    const Ended ended = gdo({"lineage", "resumo_mensal", month.substr(7), "--cliente",
                             month.substr(0, 6), "--limit", limit, "--json"});
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    return json::parse(ended.out);
  };
  const json some = lineage_of("3");
  const json all = lineage_of("0");
  const std::string boxes = site_->ask(
      "SELECT caixas FROM service_resumo_mensal WHERE token_cliente || ' ' || "
      "concat_ws('/', mes, tipo_planta, planta) = '" +
      month + "'");
  EXPECT_EQ(some["tabelas"]["service_caixas"]["linhas"].dump(), boxes);
  EXPECT_EQ(some["tabelas"]["trusted_caixas"]["linhas"].dump(), boxes);
  EXPECT_EQ(some["tabelas"]["trusted_caixas"]["mostradas"], 3);
  EXPECT_EQ(all["tabelas"]["trusted_caixas"]["mostradas"].dump(), boxes);
  EXPECT_FALSE(all.contains("omitidos"));
  // Every file is verified, whatever is shown.
  EXPECT_EQ(some["arquivos"], all["arquivos"]);
  std::int64_t of_files = 0;
  for (const json& file : some["arquivos"]) of_files += file["linhas"].value("trusted_caixas", 0);
  EXPECT_EQ(std::to_string(of_files), boxes);
}

// A file of 22 o'clock on 31 January, which is February in UTC.
TEST_F(TraceCommand, AMonthsRejectionsAreThoseOfItsLocalDays) {
  const std::vector<std::string> file = lines_of(
      site_->ask("SELECT concat_ws(E'\\n', a.id, a.token_cliente, a.versao_em) FROM arquivo a JOIN "
                 "registro_rejeitado r ON r.arquivo_id = a.id WHERE r.status = 'aberto' ORDER BY "
                 "a.id LIMIT 1"));
  ASSERT_EQ(file.size(), 3U);
  const auto date_it = [&](const std::string& moment) {
    site_->ask("UPDATE arquivo SET versao_em = '" + moment + "' WHERE id = " + file[0] +
               " RETURNING id");
    EXPECT_EQ(gdo({"run", "service"}).exit_code, 0);
  };
  date_it("2021-02-01 01:00:00+00");
  const std::string counted = site_->ask(
      "SELECT rejeitados_raw + rejeitados_trusted FROM service_resumo_mensal WHERE mes = "
      "'2021-01-01' AND token_cliente = '" +
      file[1] + "'");
  const Ended ended =
      gdo({"lineage", "resumo_mensal", "2021-01-01/cliente/", "--cliente", file[1], "--json"});
  date_it(file[2]);
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(json::parse(ended.out)["tabelas"]["registro_rejeitado"]["linhas"].dump(), counted);
}

TEST_F(TraceCommand, LineageGivesTheLakesBytesAndNoticesATamperedFile) {
  const json box = a_traceable_box();
  const std::vector<std::string> words = {
      "lineage",
      "service_caixas",
      box["nr_unidade_desossa"].get<std::string>() + "/" + box["codigo_barras"].get<std::string>(),
      "--cliente",
      box["token_cliente"].get<std::string>(),
      "--pessoais",
      "--json"};
  const Ended ended = gdo(words);
  ASSERT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  const json lineage = json::parse(ended.out);
  ASSERT_GE(lineage["origens"].size(), 3U);
  EXPECT_EQ(lineage["origens"][0].count("geracao"), 1U);
  std::string plain;
  for (const json& origin : lineage["origens"]) {
    EXPECT_TRUE(origin["confere"].get<bool>());
    const std::string path = origin["arquivo"].get<std::string>().substr(7);
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    if (!path.ends_with(".json")) continue;  // compressed: the program has verified it
    EXPECT_EQ(bytes.substr(origin["byte_inicio"].get<std::size_t>(),
                           origin["byte_tamanho"].get<std::size_t>()),
              origin["conteudo"].get<std::string>());
    plain = path;
  }
  ASSERT_FALSE(plain.empty());
  std::fstream file(plain, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(-1, std::ios::end);
  file.put(' ');
  file.close();
  const Ended after = gdo(words);
  EXPECT_EQ(after.exit_code, 1);
  EXPECT_THAT(after.out, HasSubstr("\"confere\": false"));
  EXPECT_THAT(after.out, HasSubstr("o objeto mudou"));
  std::filesystem::remove(plain);
  EXPECT_THAT(gdo(words).out, HasSubstr("o objeto não está mais no lago"));
  EXPECT_EQ(gdo({"lineage", "nada", "1"}).exit_code, 2);
  EXPECT_EQ(gdo({"lineage", "caixas", "nao-existe"}).exit_code, 1);
}

TEST(LineageOfABucket, IsVerifiedThere) {
  const TemporaryFolder folder;
  generate_lake(folder.path() / "lake", {"--days", "1", "--seed", "3", "--records", "1500"});
  gcs_server::Server server({});
  server.add_bucket("balde");
  server.seed_from(folder.path() / "lake" / "pending", "balde", "lago/pending");
  RawSite site;
  site.environment["GDO_LAKE"] = "gs://balde/lago";
  site.environment["STORAGE_EMULATOR_HOST"] = "http://" + server.host() + "/";
  ASSERT_EQ(run_gdo({"run"}, site.environment).exit_code, 0);
  const std::string key = site.ask(
      "SELECT nr_unidade_abate || '/' || dt_abate || '/' || nr_lote_abate FROM trusted_escala "
      "ORDER BY token_cliente, 1 LIMIT 1");
  const std::string tenant =
      site.ask("SELECT token_cliente FROM trusted_escala ORDER BY 1 LIMIT 1");
  const Ended ended =
      run_gdo({"lineage", "trusted_escala", key, "--cliente", tenant, "--pessoais", "--json"},
              site.environment);
  ASSERT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  const json origin = json::parse(ended.out)["origens"].at(0);
  EXPECT_TRUE(origin["confere"].get<bool>());
  const std::string name = origin["arquivo"].get<std::string>().substr(11);
  const std::string stored = server.get("balde", name).value_or("");
  EXPECT_EQ(std::to_string(server.generation("balde", name)), origin["geracao"]);
  if (name.ends_with(".json")) {
    EXPECT_EQ(stored.substr(origin["byte_inicio"].get<std::size_t>(),
                            origin["byte_tamanho"].get<std::size_t>()),
              origin["conteudo"].get<std::string>());
  }
}

}  // namespace
}  // namespace gdo::test
