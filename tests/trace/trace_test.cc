// Traces of a small world: what is found, in which shape, and what is missing where.

#include "trace/trace.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gold/run_service.h"
#include "gold/trusted_world.h"
#include "trace/masking.h"
#include "trace/trace_missing.h"

namespace gdo::trace::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class TraceTest : public testing::Test {
 protected:
  TraceTest() {
    const gold::test::Lot one{.number = 1, .first = 1};
    gold::test::slaughter(world_, one);
    world_.put("escala", gold::test::a_schedule({.number = 2, .first = 3}));  // no half-carcass
    world_.put("desossa", gold::test::an_order({}),
               {{"trusted_desossa_lotes",
                 {gold::test::a_source(one), gold::test::a_source({.number = 2})}},
                {"trusted_desossa_quartos", {gold::test::a_quarter(one, 1, 1, "2", 55.5)}}});
    gold::test::debone(world_, {.number = "70002"}, {one});
    world_.put("caixas", gold::test::a_box({}, "10000001ZZ"));
    world_.put("caixas", gold::test::a_box({.number = "70002"}, "10000002ZZ"));
    world_.put("caixas", gold::test::a_box({.number = "79999"}, "10000003ZZ"));
    world_.put("registro_venda", gold::test::a_sale("500"),
               {{"trusted_venda_caixas",
                 {gold::test::a_line("10000002ZZ"), gold::test::a_line("10000009ZZ")}},
                {"trusted_venda_notas", {gold::test::an_invoice("1-1", "2025-02-03")}}});
    StopFlag stop;
    const gold::ServiceReport report = gold::run_service(world_.options(), {}, stop);
    EXPECT_TRUE(report.success());
  }

  std::vector<FoundKey> find(const std::string& key) {
    return find_keys(world_.connection(), read_key(key), traced_tenants(world_.connection()), 9);
  }
  Trace trace_of(const std::string& key, const TraceLimits& limits = {}) {
    const auto found = find(key);
    EXPECT_THAT(found, SizeIs(1)) << key;
    return trace(world_.connection(), found.at(0), limits);
  }

  gold::test::TrustedWorld& world_ = gold::test::TrustedWorld::empty_again();
};

const TraceNode* child(const TraceNode& node, const std::string& type) {
  for (const TraceNode& one : node.children) {
    if (one.type == type) return &one;
  }
  return nullptr;
}

TEST_F(TraceTest, ProvenBoxLeadsToItsFarmAndItsSale) {
  const Trace box = trace_of("10000002ZZ");
  EXPECT_TRUE(box.traceable);
  EXPECT_FALSE(box.reason);
  ASSERT_THAT(box.origin.children, SizeIs(1));
  const TraceNode& order = box.origin.children[0];
  EXPECT_EQ(order.type, "ordem");
  EXPECT_EQ(order.key["nr_op_desossa"], "70002");
  ASSERT_THAT(order.children, SizeIs(1));
  EXPECT_EQ(order.children[0].type, "lote");
  EXPECT_EQ(order.children[0].data["qtde_meias_carcacas"], 4);
  const TraceNode* farm = child(order.children[0], "fazenda");
  ASSERT_NE(farm, nullptr);
  EXPECT_EQ(farm->data["faz_nome"], "FAZENDA 1");
  ASSERT_THAT(box.destination.children, SizeIs(1));
  EXPECT_EQ(box.destination.children[0].type, "venda");
  EXPECT_EQ(box.destination.children[0].key["nr_pedido"], "500");
}

TEST_F(TraceTest, UnprovenBoxSaysWhichLotLacksWhat) {
  const Trace box = trace_of("caixa:9999/10000001ZZ");
  EXPECT_FALSE(box.traceable);
  EXPECT_EQ(box.reason, "lote_sem_animais");
  const TraceNode& order = box.origin.children.at(0);
  ASSERT_THAT(order.children, SizeIs(2));
  // What lacks something comes first.
  EXPECT_EQ(order.children[0].key["nr_lote_abate"], 2);
  EXPECT_EQ(order.children[0].data["motivo"], "lote_sem_animais");
  EXPECT_EQ(order.children[1].data["motivo"], nullptr);
  const TraceNode* half = child(order.children[1], "carcaca");
  ASSERT_NE(half, nullptr);
  EXPECT_EQ(half->data["etiqueta"], "099992701202500011");
  EXPECT_EQ(half->data["quartos"], 1);
}

TEST_F(TraceTest, BoxWithoutOrderHasNoOrigin) {
  const Trace box = trace_of("10000003ZZ");
  EXPECT_EQ(box.reason, "sem_ordem_desossa");
  EXPECT_THAT(box.origin.children, IsEmpty());
  EXPECT_THAT(box.destination.children, IsEmpty());
}

TEST_F(TraceTest, SaleShowsLinesWithoutBox) {
  const Trace sale = trace_of("pedido:500");
  EXPECT_FALSE(sale.traceable);
  EXPECT_EQ(sale.reason, "sem_caixa");
  ASSERT_THAT(sale.origin.children, SizeIs(2));
  EXPECT_EQ(sale.origin.children[0].key["codigo_barras"], "10000009ZZ");
  EXPECT_EQ(sale.origin.children[0].data["motivo"], "sem_caixa");
  EXPECT_THAT(sale.origin.children[0].children, IsEmpty());
  EXPECT_EQ(sale.origin.children[1].children.at(0).type, "ordem");
}

TEST_F(TraceTest, EveryKindOfKeyIsFound) {
  EXPECT_EQ(trace_of("ordem:70001").subject.type, "ordem");
  EXPECT_EQ(trace_of("9999/70001").subject.key["nr_op_desossa"], "70001");
  EXPECT_EQ(trace_of("09999/2025-01-27/1").subject.type, "lote");
  EXPECT_EQ(trace_of("lote:27-01-2025/2").reason, "lote_sem_animais");
  EXPECT_EQ(trace_of("099992701202500011").subject.type, "carcaca");
  EXPECT_EQ(trace_of("52998224701").subject.type, "fazenda");
  EXPECT_EQ(trace_of("500/1").subject.type, "venda");
  EXPECT_EQ(trace_of("10000002zz").subject.type, "caixa");
  EXPECT_THAT(find("caixa:70001"), IsEmpty());
  EXPECT_THAT(find("9999/2025-02-30/1"), IsEmpty());
  EXPECT_THAT(find("ordem:"), IsEmpty());
}

TEST_F(TraceTest, LotGoesToOrdersBoxesAndSales) {
  const Trace lot = trace_of("9999/2025-01-27/1");
  EXPECT_TRUE(lot.traceable);
  EXPECT_EQ(lot.origin.children.at(0).type, "fazenda");
  ASSERT_THAT(lot.destination.children, SizeIs(2));
  const TraceNode& order = lot.destination.children[1];
  EXPECT_EQ(order.data["qtde_vendas"], 1);
  EXPECT_EQ(order.children.at(0).children.at(0).type, "venda");
  EXPECT_EQ(trace_of("fazenda:52998224701").destination.children.at(0).children.size(), 2U);
}

TEST_F(TraceTest, HalfCarcassGoesToTheOrdersThatNameIt) {
  const Trace named = trace_of("099992701202500011");
  ASSERT_THAT(named.destination.children, SizeIs(1));
  EXPECT_EQ(named.destination.children[0].key["nr_op_desossa"], "70001");
  EXPECT_EQ(named.destination.children[0].data["vinculo"], "exato");
  // No order names the other: it may be in any that draws from its lot.
  const Trace other = trace_of("099992701202500022");
  ASSERT_THAT(other.destination.children, SizeIs(2));
  EXPECT_EQ(other.destination.children[0].data["vinculo"], "lote");
}

TEST_F(TraceTest, WhatALimitLeavesOutIsCounted) {
  world_.put("caixas", gold::test::a_box({.number = "70002"}, "10000004ZZ"));
  StopFlag stop;
  EXPECT_TRUE(gold::run_service(world_.options(), {}, stop).success());
  const Trace order = trace_of("70002", {.children = 1, .carcasses = 1});
  EXPECT_THAT(order.destination.children, SizeIs(1));
  EXPECT_EQ(order.destination.omitted, 1);
  EXPECT_EQ(trace_of("70002").destination.omitted, 0);
}

// An order of eleven lots, three of which lack something, that names halves of two of them.
TEST_F(TraceTest, VerdictCountsAndReasonsAreTheSameAtEveryLimit) {
  std::vector<gold::test::Json> lots;
  std::vector<gold::test::Json> quarters;
  for (int number = 11; number <= 21; ++number) {
    const gold::test::Lot lot{.number = number, .first = 100 + 2 * number};
    if (number < 19) gold::test::slaughter(world_, lot);
    lots.push_back(gold::test::a_source(lot));
    for (const int side : {1, 2})
      quarters.push_back(gold::test::a_quarter(lot, lot.first, side, "2", 50));
  }
  world_.put("desossa", gold::test::an_order({.number = "70003"}),
             {{"trusted_desossa_lotes", lots}, {"trusted_desossa_quartos", quarters}});
  world_.put("desossa", gold::test::an_order({.number = "70003", .slaughter_unit = "77"}),
             {{"trusted_desossa_lotes", {lots[0], lots[1]}}});
  for (int box = 0; box < 30; ++box) {
    world_.put("caixas", gold::test::a_box({.number = "70003"}, fmt::format("300000{:02}ZZ", box)));
  }
  world_.put("registro_venda", gold::test::a_sale("600"),
             {{"trusted_venda_caixas",
               {gold::test::a_line("30000001ZZ"), gold::test::a_line("30000002ZZ"),
                gold::test::a_line("10000009ZZ"), gold::test::a_line("10000002ZZ")}}});
  StopFlag stop;
  EXPECT_TRUE(gold::run_service(world_.options(), {}, stop).success());
  for (const char* key : {"30000001ZZ", "ordem:9999/70003/9999/2025-01-27", "pedido:600"}) {
    const Trace all = trace_of(key);
    EXPECT_EQ(all.sources.with_lack, 3) << key;
    for (const std::int64_t limit : {1, 2, 3, 8}) {
      const Trace some = trace_of(key, {.children = limit, .carcasses = limit});
      EXPECT_EQ(some.traceable, all.traceable);
      EXPECT_EQ(some.reason, all.reason);
      EXPECT_EQ(some.subject.data, all.subject.data);
      EXPECT_EQ(some.sources.orders, all.sources.orders);
      EXPECT_EQ(some.sources.lotes, all.sources.lotes);
      EXPECT_EQ(some.sources.with_schedule, all.sources.with_schedule);
      EXPECT_EQ(some.sources.with_animals, all.sources.with_animals);
      EXPECT_EQ(some.sources.with_lack, all.sources.with_lack);
      EXPECT_THAT(some.sources.lacks, SizeIs(all.sources.lacks.size()));
    }
  }
  const Trace box = trace_of("30000001ZZ", {.children = 1, .carcasses = 1});
  EXPECT_EQ(box.sources.lotes, 11);
  EXPECT_EQ(box.sources.with_schedule, 8);
  EXPECT_THAT(box.sources.orders, SizeIs(2));
  EXPECT_EQ(box.origin.omitted, 1);
  EXPECT_EQ(box.sources.lacks.at(0).key["nr_lote_abate"], 19);
}

TEST_F(TraceTest, HalfCarcassesOfALotLeftOutAreCountedAndNotSaidToBeOfNoLot) {
  const gold::test::Lot one{.number = 31, .first = 301};
  const gold::test::Lot two{.number = 32, .first = 303};
  const gold::test::Lot other{.number = 33, .first = 305};
  for (const gold::test::Lot& lot : {one, two, other}) gold::test::slaughter(world_, lot);
  world_.put(
      "desossa", gold::test::an_order({.number = "70004"}),
      {{"trusted_desossa_lotes", {gold::test::a_source(one), gold::test::a_source(two)}},
       {"trusted_desossa_quartos",
        {gold::test::a_quarter(one, 301, 1, "2", 50), gold::test::a_quarter(one, 301, 2, "2", 50),
         gold::test::a_quarter(two, 303, 1, "2", 50), gold::test::a_quarter(two, 303, 2, "2", 50),
         gold::test::a_quarter(other, 305, 1, "2", 50)}}});
  StopFlag stop;
  EXPECT_TRUE(gold::run_service(world_.options(), {}, stop).success());
  const TraceNode cut = trace_of("ordem:70004", {.children = 1, .carcasses = 1}).origin;
  EXPECT_EQ(cut.omitted, 1);
  EXPECT_EQ(cut.carcasses_of_omitted_lots, 2);
  EXPECT_EQ(cut.data["qtde_meias_nomeadas"], 1) << "of the lot that it does not draw from";
  ASSERT_NE(child(cut, "lote"), nullptr);
  EXPECT_EQ(child(cut, "lote")->data["qtde_meias_nomeadas"], 2);
  EXPECT_EQ(child(cut, "lote")->omitted_carcasses, 1);
  const TraceNode whole = trace_of("ordem:70004").origin;
  EXPECT_EQ(whole.carcasses_of_omitted_lots, 0);
  EXPECT_EQ(whole.data["qtde_meias_nomeadas"], 1);
}

TEST_F(TraceTest, ASaleWhoseLineCannotBeOfTheBoxSaysSoUnderIt) {
  gold::test::Json line = gold::test::a_line("10000002ZZ");
  line["sku_codigo"] = 777;
  world_.put("registro_venda", gold::test::a_sale("700"), {{"trusted_venda_caixas", {line}}});
  StopFlag stop;
  EXPECT_TRUE(gold::run_service(world_.options(), {}, stop).success());
  const Trace box = trace_of("10000002ZZ");
  ASSERT_THAT(box.destination.children, SizeIs(2));
  EXPECT_EQ(box.destination.children[0].data["motivo_da_linha"], nullptr);
  EXPECT_EQ(box.destination.children[1].data["motivo_da_linha"], "produto_diferente");
  const Trace sale = trace_of("pedido:700");
  EXPECT_EQ(sale.reason, "produto_diferente");
  EXPECT_EQ(sale.subject.data["motivos"].dump(), R"({"produto_diferente":1})");
  EXPECT_EQ(sale.origin.children.at(0).key["nr_unidade_desossa"], nullptr);
  EXPECT_EQ(sale.sources.lotes, 0) << "nothing of that box is told of the line";
}

TEST_F(TraceTest, NaturalPersonsAreMasked) {
  Trace box = trace_of("10000002ZZ");
  EXPECT_EQ(box.origin.children[0].children[0].children[0].data["prod_cpf_cnpj"], "52998224701");
  mask_personal(box);
  const TraceNode& farm = box.origin.children[0].children[0].children[0];
  EXPECT_EQ(farm.data["prod_cpf_cnpj"], "***.982.247-**");
  EXPECT_THAT(farm.key.dump(), Not(HasSubstr("52998224701")));
  EXPECT_EQ(box.destination.children[0].data["nf_cnpj_destino"], "11444777000161");
  EXPECT_EQ(box.destination.children[0].data["nf_destino_nome_razaosocial"], "AÇOUGUE DO TESTE");
}

TEST_F(TraceTest, AbsenceIsExplained) {
  const std::vector<std::string> tenants = {gold::test::kTenant};
  EXPECT_THAT(
      explain_absence(world_.connection(), read_key("10000009ZZ"), tenants),
      ElementsAre(HasSubstr("only a sale names it: gdo trace pedido:11222333000181/500/1")));
  world_.put("caixas", gold::test::a_box({}, "10000005ZZ"));
  EXPECT_THAT(explain_absence(world_.connection(), read_key("10000005ZZ"), tenants),
              ElementsAre(HasSubstr("gold is behind: gdo run service")));
  EXPECT_THAT(explain_absence(world_.connection(), read_key("nada"), tenants), IsEmpty());
  // Splitting it in every way would be millions of questions.
  std::string slashes = "1";
  for (int i = 0; i < 4000; ++i) slashes += "/1";
  EXPECT_THAT(find_keys(world_.connection(), read_key(slashes), tenants, 2), IsEmpty());
  EXPECT_THAT(explain_absence(world_.connection(), read_key(slashes), tenants),
              ElementsAre(HasSubstr("4000 '/'; the most is 11")));
  // Another unit made a box of the barcode, and a sale names it.
  world_.put("registro_venda", gold::test::a_sale("501"),
             {{"trusted_venda_caixas", {gold::test::a_line("10000001ZZ")}}});
  EXPECT_THAT(explain_absence(world_.connection(), read_key("caixa:77/10000001ZZ"), tenants),
              ElementsAre(HasSubstr("gdo trace caixa:9999/10000001ZZ")));
}

TEST_F(TraceTest, ARejectionIsNamedOnlyWhereAFieldHoldsTheWholeKey) {
  const auto reject = [&](const std::string& content) {
    world_.connection().query("DELETE FROM registro_rejeitado");
    world_.connection().query(
        "INSERT INTO registro_rejeitado (token_cliente, tipo_payload, camada, lote_id, arquivo_id, "
        "nome_arquivo, nr_registro, nr_item, byte_inicio, byte_tamanho, motivos, conteudo) VALUES "
        "($1, 'desossa', 'trusted', 1, 1, 'f', 1, 0, 0, 1, '[{\"regra\": \"tipo\"}]', "
        "convert_to($2, 'UTF8'))",
        {gold::test::kTenant, content});
    return explain_absence(world_.connection(), read_key("70099"), {gold::test::kTenant}).size();
  };
  for (const char* content :
       {R"({"nr_op_desossa":"70099"})", R"({"a":1,"nr_op_desossa" : 70099 })",
        R"({"nr_pedido":" 70099 ","b":1})", R"({"nr_op_desossa":"0070099","x":"ç"})"}) {
    EXPECT_EQ(reject(content), 1U) << content;
  }
  for (const char* content :
       {R"({"nr_op_desossa":"700991"})", R"({"nr_op_desossa":170099})", R"({"peso":70099})",
        R"({"nr_op_desossa":"A-70099"})", R"({"nr_pedido":70099.5})", R"({"obs":"70099"})"}) {
    EXPECT_EQ(reject(content), 0U) << content;
  }
}

}  // namespace
}  // namespace gdo::trace::test
