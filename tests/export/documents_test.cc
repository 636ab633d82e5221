// EPCIS and EUDR documents of a small world.

#include "export/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "export/epcis_rules.h"
#include "export/text_output.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"

namespace gdo::exports {
namespace {

using gold::test::TrustedWorld;
using testing::ElementsAre;
using testing::IsEmpty;
using Json = nlohmann::json;

// A lot of two animals, an order with one coded quarter, two boxes, one sale of both.
class ExportedDocuments : public testing::Test {
 protected:
  void SetUp() override {
    gold::test::slaughter(world_, lot_,
                          {{"prod_cpf_cnpj", "52998224725"},
                           {"prod_nome_razaosocial", "JOSE DA SILVA"},
                           {"faz_nome", "FAZENDA BOA"},
                           {"faz_geo_latitude", -15.60123},
                           {"faz_geo_longitude", -56.09781}});
    world_.put("desossa", gold::test::an_order(order_),
               {{"trusted_desossa_lotes", {gold::test::a_source(lot_)}},
                {"trusted_desossa_quartos", {gold::test::a_quarter(lot_, 1, 1, "2", 56.0)}}});
    world_.put("caixas", gold::test::a_box(order_, "10000001ZZ"));
    world_.put("caixas", gold::test::a_box(order_, "10000002ZZ"));
    world_.put("registro_venda", gold::test::a_sale("P 1/2"),
               {{"trusted_venda_caixas",
                 {gold::test::a_line("10000001ZZ"), gold::test::a_line("10000002ZZ"),
                  gold::test::a_line("99999999ZZ")}},
                {"trusted_venda_notas", {gold::test::an_invoice("1-1", "2025-01-30")}}});
    gold::run_service(world_.options(), {}, stop_);
  }

  trace::FoundKey key(const std::string& kind, const std::string& text) {
    const auto found =
        trace::find_keys(world_.connection(), {kind, text}, {gold::test::kTenant}, 5);
    EXPECT_EQ(found.size(), 1U) << text;
    return found.at(0);
  }
  trace::FoundKey sale() {
    const pg::Result row = world_.connection().query(
        "SELECT cnpj_local_estoque, nr_pedido, carga FROM service_vendas");
    return {.type = "venda",
            .tenant = gold::test::kTenant,
            .key = {{"cnpj_local_estoque", row.text(0, 0)},
                    {"nr_pedido", row.text(0, 1)},
                    {"carga", row.text(0, 2)}}};
  }
  exports::test::TextOutput epcis_text(const trace::FoundKey& about,
                                       const std::optional<ExportPosition>& start) {
    pg::Transaction transaction(world_.connection());
    trace::scope_of_key(world_.connection(), scope_, about);
    exports::test::TextOutput output;
    export_epcis(world_.connection(), scope_, "2025-02-01T00:00:00Z", start, output, stop_);
    EXPECT_TRUE(output.finished);
    return output;
  }
  Json epcis(const trace::FoundKey& about) { return Json::parse(epcis_text(about, {}).text); }
  Json eudr(const trace::FoundKey& about, bool personal = false) {
    pg::Transaction transaction(world_.connection());
    trace::scope_of_key(world_.connection(), scope_, about);
    exports::test::TextOutput output;
    eudr_count_ = export_eudr(world_.connection(), scope_, about, personal, output);
    EXPECT_TRUE(output.finished);
    EXPECT_EQ(eudr_count_.bytes, output.text.size());
    eudr_text_ = output.text;
    return Json::parse(output.text);
  }
  static std::vector<std::string> steps(const Json& document) {
    std::vector<std::string> all;
    for (const Json& event : document["epcisBody"]["eventList"]) {
      const std::string step = event["bizStep"];
      all.push_back(step.substr(step.rfind('/') + 1));
    }
    return all;
  }

  TrustedWorld& world_ = TrustedWorld::empty_again();
  const gold::test::Lot lot_;
  const gold::test::Order order_;
  const trace::EventScope scope_ = {.tenant = gold::test::kTenant};
  StopFlag stop_;
  EudrCount eudr_count_;
  std::string eudr_text_;
};

TEST_F(ExportedDocuments, EpcisOfASaleTellsTheWholeChain) {
  const Json document = epcis(sale());
  EXPECT_THAT(test::epcis_mistakes(document), IsEmpty());
  EXPECT_THAT(steps(document), ElementsAre("receiving", "killing", "quarteio", "commissioning",
                                           "loading", "shipping"));
  const Json& events = document["epcisBody"]["eventList"];
  EXPECT_EQ(events[0]["epcList"], events[1]["inputEPCList"]);
  EXPECT_EQ(events[1]["outputEPCList"].size(), 4U);
  EXPECT_EQ(events[2]["outputEPCList"], events[3]["inputEPCList"]);
  EXPECT_EQ(events[3]["outputEPCList"], events[4]["childEPCs"]);
  EXPECT_EQ(events[4]["childEPCs"], events[5]["epcList"]);
  EXPECT_EQ(events[5]["gdo:caixas_nao_identificadas"], Json({"99999999ZZ"}));
  EXPECT_EQ(events[3]["ilmd"]["cbvmda:lotNumber"], order_.number);
  EXPECT_THAT(std::string(events[4]["parentID"]), testing::HasSubstr("/P%201%2F2/"));
  EXPECT_THAT(document.dump(), testing::Not(testing::HasSubstr("52998224725")));
}

TEST_F(ExportedDocuments, TheSameEventHasTheSameIdInEveryDocument) {
  const Json of_sale = epcis(sale());
  const Json of_box = epcis(key("caixa", "10000001ZZ"));
  EXPECT_EQ(of_sale["epcisBody"], of_box["epcisBody"]);
}

TEST_F(ExportedDocuments, EpcisGoesOnAfterAnyPosition) {
  const exports::test::TextOutput whole = epcis_text(sale(), {});
  EXPECT_THAT(whole.noted, testing::SizeIs(6));
  for (const auto& [position, bytes] : whole.noted) {
    const std::string rest = epcis_text(sale(), position).text;
    EXPECT_EQ(whole.text.substr(0, bytes) + rest, whole.text) << position.rows;
  }
}

TEST_F(ExportedDocuments, AStoppedEpcisKeepsWhatWasReached) {
  pg::Transaction transaction(world_.connection());
  trace::scope_of_key(world_.connection(), scope_, sale());
  exports::test::TextOutput output;
  stop_.request();
  EXPECT_THROW(export_epcis(world_.connection(), scope_, "2025-02-01T00:00:00Z", {}, output, stop_),
               Error);
  EXPECT_EQ(output.last.rows, 1);
  EXPECT_FALSE(output.finished);
}

TEST_F(ExportedDocuments, EpcisIsCreatedWhenItsDataWereJudged) {
  pg::Transaction transaction(world_.connection());
  world_.connection().execute(
      "INSERT INTO lote (token_cliente, tipo_payload, data_processamento, arquivos, bytes, "
      "registros_lidos, registros_carregados, registros_rejeitados, registros_duplicados, "
      "duracao_ms, hostname, versao_script, trusted_em) VALUES ('a1b2c3', 'escala', now(), 1, 1, "
      "0, 0, 0, 0, 1, 'h', '0', '2999-01-02 03:04:05.6+00')");
  EXPECT_EQ(epcis_created(world_.connection(), gold::test::kTenant), "2999-01-02T03:04:05Z");
  EXPECT_EQ(epcis_created(world_.connection(), "ffffff"), "1970-01-01T00:00:00Z");
}

TEST_F(ExportedDocuments, EudrShowsFarmsAsSentAndWhatIsMissing) {
  const Json collection = eudr(sale());
  ASSERT_EQ(collection["features"].size(), 1U);
  const Json& farm = collection["features"][0];
  EXPECT_EQ(farm["geometry"], Json({{"type", "Point"}, {"coordinates", {-56.09781, -15.60123}}}));
  EXPECT_EQ(farm["properties"]["ProducerName"], "J. D. S.");
  EXPECT_EQ(farm["properties"]["ProducerCountry"], "BR");
  EXPECT_EQ(farm["properties"]["casas_decimais"], 5);
  EXPECT_EQ(collection["cobertura_cadeia"], "direta");
  EXPECT_EQ(collection["objeto"]["chave"]["nr_pedido"], "P 1/2");
  EXPECT_EQ(eudr_count_.farms, 1);
  EXPECT_EQ(eudr_count_.boxes_untraceable, 1);
  ASSERT_EQ(collection["caixas_nao_rastreaveis"].size(), 1U);
  EXPECT_EQ(collection["caixas_nao_rastreaveis"][0]["codigo_barras"], "99999999ZZ");
  EXPECT_EQ(eudr(sale(), true)["features"][0]["properties"]["ProducerName"], "JOSE DA SILVA");
}

TEST_F(ExportedDocuments, EudrListsAFarmWithoutCoordinates) {
  world_.put("escala", gold::test::a_schedule(lot_, {{"faz_geo_latitude", nullptr}}));
  gold::run_service(world_.options(), {}, stop_);
  const Json collection = eudr(key("caixa", "10000001ZZ"));
  EXPECT_THAT(collection["features"], IsEmpty());
  EXPECT_EQ(collection["fazendas_sem_coordenadas"].size(), 1U);
}

TEST_F(ExportedDocuments, EudrKeepsTheDigitsThatWereSent) {
  world_.put("escala", gold::test::a_schedule(lot_, {{"faz_geo_latitude", "-15.601230"},
                                                     {"faz_geo_longitude", "-56.0000000"}}));
  gold::run_service(world_.options(), {}, stop_);
  const Json collection = eudr(key("caixa", "10000001ZZ"));
  EXPECT_THAT(eudr_text_, testing::HasSubstr("\"coordinates\":[-56.0000000,-15.601230]"));
  EXPECT_EQ(collection["features"][0]["properties"]["casas_decimais"], 6);
}

// Text of every kind where text may be, and nothing where nothing may be.
TEST_F(ExportedDocuments, HostileValuesStayValid) {
  const std::string hostile = "\"\\ <a> '%/\n\xC3\xA7 \xE6\x97\xA5 \xF0\x9F\x98\x80";
  world_.put("escala", gold::test::a_schedule(lot_, {{"faz_nome", hostile},
                                                     {"faz_cidade", nullptr},
                                                     {"prod_nome_razaosocial", nullptr},
                                                     {"prod_cpf_cnpj", nullptr},
                                                     {"faz_geo_latitude", -15.6},
                                                     {"faz_geo_longitude", -56.1}}));
  Json invoice = gold::test::an_invoice("1-1", "2025-01-30");
  for (const char* name : {"chave", "destino_cpf_cnpj", "destino_nome_razaosocial"}) {
    invoice[name] = nullptr;
  }
  world_.put(
      "registro_venda", gold::test::a_sale(hostile, {{"dt_expedicao", nullptr}}),
      {{"trusted_venda_caixas", {gold::test::a_line("99999998ZZ"), gold::test::a_line(hostile)}},
       {"trusted_venda_notas", {invoice}}});
  Json quarter = gold::test::a_quarter(lot_, 1, 1, hostile, 12.5);
  quarter["cod_barra_corte"] = nullptr;
  world_.put("desossa", gold::test::an_order(order_),
             {{"trusted_desossa_lotes", {gold::test::a_source(lot_)}},
              {"trusted_desossa_quartos", {quarter}}});
  world_.put("caixas", gold::test::a_box(order_, "10000003ZZ",
                                         {{"sku_codigo", nullptr}, {"dt_embalagem", nullptr}}));
  EXPECT_TRUE(gold::run_service(world_.options(), {}, stop_).success());
  pg::Transaction transaction(world_.connection());
  trace::scope_of_days(world_.connection(), scope_, "", "");
  exports::test::TextOutput output;
  export_epcis(world_.connection(), scope_, "2025-02-01T00:00:00Z", {}, output, stop_);
  const Json document = Json::parse(output.text);
  EXPECT_THAT(test::epcis_mistakes(document), IsEmpty());
  EXPECT_EQ(document["epcisBody"]["eventList"].size(), 6U);
  const Json& quantity = document["epcisBody"]["eventList"][2]["inputQuantityList"];
  EXPECT_EQ(quantity[0]["quantity"], 12.5);
  transaction.commit();
  const Json collection = eudr(key("caixa", "10000003ZZ"));
  EXPECT_EQ(collection["features"][0]["properties"]["ProducerName"], nullptr);
}

}  // namespace
}  // namespace gdo::exports
