// Traces as files: every node of a small world, its farms on a map, lists of keys.

#include "export/trace_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/error.h"
#include "export/text_output.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"
#include "trace/trace.h"

namespace gdo::exports::test {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ExportedTraces : public testing::Test {
 protected:
  ExportedTraces() {
    const gold::test::Lot one{.number = 1, .first = 1};
    gold::test::slaughter(world_, one,
                          {{"prod_cpf_cnpj", "52998224725"},
                           {"prod_nome_razaosocial", "JOSE DA SILVA"},
                           {"faz_nome", "FAZENDA DO JOSE"},
                           {"faz_geo_latitude", -15.60123},
                           {"faz_geo_longitude", -56.09781}});
    world_.put("desossa", gold::test::an_order({}),
               {{"trusted_desossa_lotes",
                 {gold::test::a_source(one), gold::test::a_source({.number = 2})}},
                {"trusted_desossa_quartos", {gold::test::a_quarter(one, 1, 1, "2", 55.5)}}});
    for (const char* code : {"10000001ZZ", "10000002ZZ"})
      world_.put("caixas", gold::test::a_box({}, code));
    world_.put("registro_venda", gold::test::a_sale("500"),
               {{"trusted_venda_caixas",
                 {gold::test::a_line("10000002ZZ"), gold::test::a_line("10000009ZZ")}},
                {"trusted_venda_notas", {gold::test::an_invoice("1-1", "2025-02-03")}}});
    EXPECT_TRUE(gold::run_service(world_.options(), {}, stop_).success());
  }

  static KeyLines lines_of(std::vector<std::string> keys) {
    return [keys = std::move(keys), next = std::size_t{0}]() mutable {
      return next < keys.size() ? std::optional(keys[next++]) : std::nullopt;
    };
  }
  TextOutput exported(const std::vector<std::string>& keys, const TraceExport& how = {},
                      const std::optional<ExportPosition>& start = {}) {
    TraceExport wanted = how;
    wanted.tenants = {gold::test::kTenant};
    TextOutput output;
    count_ = export_traces(
        world_.connection(), wanted, lines_of(keys), start, output,
        [&](std::int64_t line, const std::string&, const auto& meanings) {
          unanswered_[line] = meanings.size();
        },
        stop_);
    EXPECT_TRUE(output.finished);
    return output;
  }
  std::vector<Json> nodes(const std::string& key) {
    std::vector<Json> all;
    std::istringstream lines(exported({key}, {.format = "jsonl"}).text);
    for (std::string line; std::getline(lines, line);) all.push_back(Json::parse(line));
    return all;
  }
  Json farms(const std::string& key, bool personal = false) {
    return Json::parse(exported({key}, {.format = "geojson", .personal = personal}).text);
  }

  gold::test::TrustedWorld& world_ = gold::test::TrustedWorld::empty_again();
  StopFlag stop_;
  TraceExportCount count_;
  std::map<std::int64_t, std::size_t> unanswered_;
};

void count_nodes(const trace::TraceNode& node, std::map<std::string, int>& counts) {
  for (const trace::TraceNode& child : node.children) {
    ++counts[child.type];
    count_nodes(child, counts);
  }
}

TEST_F(ExportedTraces, EveryNodeIsARowBehindItsParent) {
  for (const char* key : {"10000002ZZ", "pedido:500", "lote:2025-01-27/1", "ordem:70001",
                          "fazenda:52998224725", "099992701202500011"}) {
    const std::vector<Json> rows = nodes(key);
    const auto found =
        trace::find_keys(world_.connection(), trace::read_key(key), {gold::test::kTenant}, 2);
    const trace::Trace whole = trace::trace(world_.connection(), found.at(0), {});
    std::map<std::string, int> expected = {{whole.subject.type, 1}};
    count_nodes(whole.origin, expected);
    count_nodes(whole.destination, expected);
    std::map<std::string, int> counts;
    std::map<std::int64_t, Json> seen;
    for (const Json& row : rows) {
      ++counts[row["tipo"]];
      EXPECT_EQ(row["nr_no"], seen.size() + 1);
      if (row["nivel"] == 0) {
        EXPECT_EQ(row["direcao"], "sujeito");
        EXPECT_TRUE(row["nr_no_pai"].is_null());
      } else {
        EXPECT_EQ(seen.at(row["nr_no_pai"])["nivel"].get<int>() + 1, row["nivel"]);
      }
      EXPECT_EQ(row["sujeito"], rows.front()["chave"]);
      seen[row["nr_no"]] = row;
    }
    EXPECT_EQ(counts, expected) << key;
  }
}

TEST_F(ExportedTraces, ABoxLeadsFromItsSaleToItsFarm) {
  const std::vector<Json> rows = nodes("10000002ZZ");
  EXPECT_EQ(rows[0]["chave"], "caixa:9999/10000002ZZ");
  EXPECT_EQ(rows[0]["motivo"], "lote_sem_escala");
  std::map<std::string, Json> by_key;
  for (const Json& row : rows) by_key[row["chave"]] = row;
  EXPECT_EQ(by_key.at("lote:9999/2025-01-27/2")["motivo"], "lote_sem_escala");
  EXPECT_EQ(by_key.at("animal:9999/2025-01-27/1/1")["dados"]["quartos"], 1);
  EXPECT_EQ(by_key.at("pedido:11222333000181/500/1")["direcao"], "destino");
}

TEST_F(ExportedTraces, PersonsAreMaskedAlsoInWhatWasAsked) {
  for (const char* key : {"fazenda:52998224725", "52998224725", "10000002ZZ"}) {
    const std::string text = exported({key}).text;
    EXPECT_THAT(text, Not(HasSubstr("52998224725"))) << key;
    EXPECT_THAT(text, Not(HasSubstr("JOSE"))) << key;
    EXPECT_THAT(text, HasSubstr("***.982.247-**")) << key;
    EXPECT_THAT(exported({key}, {.personal = true}).text, HasSubstr("JOSE DA SILVA"));
  }
  const std::string unknown = exported({"11144477735"}).text;
  EXPECT_THAT(unknown, Not(HasSubstr("11144477735")));
  EXPECT_THAT(unknown, HasSubstr("nao_encontrado"));
}

TEST_F(ExportedTraces, FarmsCarryTheirLotsAndUnknownFarmsAreNotLost) {
  const Json map = farms("10000002ZZ", true);
  ASSERT_THAT(map["features"], SizeIs(2));
  const Json& unknown = map["features"][0];
  EXPECT_TRUE(unknown["geometry"].is_null());
  EXPECT_EQ(unknown["properties"]["lotes"][0]["lote"], "9999/2025-01-27/2");
  const Json& farm = map["features"][1];
  EXPECT_EQ(farm["geometry"], Json({{"type", "Point"}, {"coordinates", {-56.09781, -15.60123}}}));
  EXPECT_EQ(farm["properties"]["qtde_lotes"], 1);
  EXPECT_EQ(farm["properties"]["qtde_animais"], 2);
  EXPECT_EQ(farm["properties"]["lotes"][0]["meias_carcacas"], Json({"099992701202500011"}));
  EXPECT_EQ(farm["properties"]["peso_carcaca"], farm["properties"]["lotes"][0]["peso_carcaca"]);
  const Json masked = farms("10000002ZZ");
  EXPECT_EQ(masked["features"][1]["geometry"]["coordinates"], Json({-56.1, -15.6}));
  for (const char* key : {"lote:2025-01-27/1", "fazenda:52998224725", "pedido:500",
                          "099992701202500011", "ordem:70001"}) {
    bool placed = false;
    const Json of_key = farms(key);
    for (const Json& one : of_key["features"]) placed |= !one["geometry"].is_null();
    EXPECT_TRUE(placed) << key;
  }
}

TEST_F(ExportedTraces, KeysWithoutAnAnswerAreNotLost) {
  const std::vector<std::string> keys = {"10000001ZZ", "", "  nada\r", "2025-01-27",
                                         "9999/2025-01-27"};
  const std::string text = exported(keys, {.format = "jsonl"}).text;
  EXPECT_EQ(count_.keys, 4);
  EXPECT_EQ(count_.unanswered, static_cast<std::int64_t>(unanswered_.size()));
  EXPECT_TRUE(unanswered_.contains(3));
  EXPECT_THAT(text, HasSubstr(R"("nr_consulta":3,"consulta":"nada")"));
  EXPECT_THAT(text, HasSubstr("nao_encontrado"));
  EXPECT_THAT(farms("nada")["features"], SizeIs(1));
}

TEST_F(ExportedTraces, GoesOnAfterAnyKeyOfTheSameKeysOnly) {
  std::vector<std::string> keys = {"nada", "10000002ZZ", "", "pedido:500", "lote:2025-01-27/1"};
  for (const char* format : {"csv", "jsonl", "geojson"}) {
    const TextOutput whole = exported(keys, {.format = format});
    const TraceExportCount all = count_;
    ASSERT_THAT(whole.noted, SizeIs(4));
    for (const auto& [position, bytes] : whole.noted) {
      const std::string rest = exported(keys, {.format = format}, position).text;
      EXPECT_EQ(whole.text.substr(0, bytes) + rest, whole.text) << format;
      EXPECT_EQ(count_.unanswered, all.unanswered);
      EXPECT_EQ(count_.rows, all.rows);
    }
    const ExportPosition position = whole.noted.front().first;
    keys.front() = "10000001ZZ";
    EXPECT_THROW(exported(keys, {.format = format}, position), Error);
    keys.front() = "nada";
  }
}

}  // namespace
}  // namespace gdo::exports::test
