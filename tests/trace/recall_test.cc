// Boxes that a farm, a lot or an animal is in: what plain SQL written apart says, too.

#include "trace/recall.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"

namespace gdo::trace::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RecallTest : public testing::Test {
 protected:
  // Two farms. Order 70001 draws from lot 1 of the first, and names a quarter of it; 70002 names
  // both lots and a quarter of the second's; 70003 the second's lot only.
  RecallTest() {
    gold::test::slaughter(world_, one_);
    gold::test::slaughter(world_, two_);
    debone_with(world_, "70001", {one_}, one_);
    debone_with(world_, "70002", {one_, two_}, two_);
    debone_with(world_, "70003", {two_}, two_);
    for (const std::string number : {"1", "2", "3"}) {
      world_.put("caixas",
                 gold::test::a_box({.number = "7000" + number}, "1000000" + number + "ZZ"));
    }
    world_.put("caixas", gold::test::a_box({.number = "70001"}, "10000009ZZ",
                                           {{"dt_validade", "2025-02-01"}}));
    world_.put("registro_venda", gold::test::a_sale("500"),
               {{"trusted_venda_caixas", {gold::test::a_line("10000002ZZ")}},
                {"trusted_venda_notas", {gold::test::an_invoice("1-1", "2025-02-03")}}});
    make_gold();
  }

  static void debone_with(gold::test::TrustedWorld& world, const std::string& number,
                          const std::vector<gold::test::Lot>& lots,
                          const gold::test::Lot& quarter_of) {
    std::vector<gold::test::Json> sources;
    for (const gold::test::Lot& lot : lots) sources.push_back(gold::test::a_source(lot));
    world.put("desossa", gold::test::an_order({.number = number}),
              {{"trusted_desossa_lotes", sources},
               {"trusted_desossa_quartos",
                {gold::test::a_quarter(quarter_of, quarter_of.first, 1, "2", 55)}}});
  }
  void make_gold() {
    StopFlag stop;
    EXPECT_TRUE(gold::run_service(world_.options(), {}, stop).success());
  }
  Recall of(const std::string& key, const std::string& valid_on = "", bool without = false,
            const std::string& since = "") {
    return recall(world_.connection(), {key, gold::test::kTenant, valid_on, without, since});
  }
  static std::vector<std::string> codes(const Recall& recall, bool exact) {
    std::vector<std::string> all;
    for (const RecalledBox& box : recall.boxes) {
      if (!exact || box.exact) all.push_back(box.barcode);
    }
    std::sort(all.begin(), all.end());
    return all;
  }

  gold::test::TrustedWorld& world_ = gold::test::TrustedWorld::empty_again();
  const gold::test::Lot one_{.number = 1, .first = 1};
  const gold::test::Lot two_{.number = 2, .first = 3};
};

TEST_F(RecallTest, FarmIsAtMostInTheBoxesOfItsLotsAndExactlyInThoseOfItsQuarters) {
  const Recall farm = of("fazenda:52998224701");
  EXPECT_THAT(codes(farm, false), ElementsAre("10000001ZZ", "10000002ZZ", "10000009ZZ"));
  EXPECT_THAT(codes(farm, true), ElementsAre("10000001ZZ", "10000009ZZ"));
  EXPECT_EQ(farm.most.boxes, 3);
  EXPECT_EQ(farm.most.sales, 1);
  EXPECT_EQ(farm.most.customers, 1);
  EXPECT_EQ(farm.exact.sales, 0);
}

TEST_F(RecallTest, SetIsThatOfPlainSql) {
  for (const char* document : {"52998224701", "52998224702"}) {
    std::set<std::string> expected;
    const pg::Result rows = world_.connection().query(
        "SELECT DISTINCT x.codigo_barras FROM trusted_escala e, trusted_desossa_lotes l, "
        "trusted_caixas x WHERE e.prod_cpf_cnpj = $1 AND l.nr_unidade_abate_lote = "
        "e.nr_unidade_abate AND l.dt_abate_lote = e.dt_abate AND l.nr_lote_abate = "
        "e.nr_lote_abate AND x.nr_unidade_desossa = l.nr_unidade_desossa AND x.nr_op_desossa = "
        "l.nr_op_desossa AND coalesce(x.dt_abate, l.dt_abate) = l.dt_abate",
        {document});
    for (int row = 0; row < rows.rows(); ++row) expected.emplace(rows.text(row, 0));
    const std::vector<std::string> found = codes(of(document), false);
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), expected) << document;
  }
}

TEST_F(RecallTest, BoxWhoseValidityIsOverIsLeftOut) {
  EXPECT_THAT(codes(of("fazenda:52998224701", "2025-02-02"), false),
              ElementsAre("10000001ZZ", "10000002ZZ"));
  EXPECT_THAT(codes(of("fazenda:52998224701", "2025-02-01"), false),
              ElementsAre("10000001ZZ", "10000002ZZ", "10000009ZZ"));
}

TEST_F(RecallTest, AnimalIsExactlyInTheBoxesOfItsQuartersAndAtMostInThoseOfItsLot) {
  const Recall animal = of("animal:9999/2025-01-27/1");
  EXPECT_THAT(codes(animal, true), ElementsAre("10000001ZZ", "10000009ZZ"));
  EXPECT_THAT(codes(animal, false), ElementsAre("10000001ZZ", "10000002ZZ", "10000009ZZ"));
  EXPECT_THAT(codes(of("animal:9999/2025-01-27/2"), true), IsEmpty());
}

TEST_F(RecallTest, LotIsCalledBackByItsKey) {
  EXPECT_THAT(codes(of("lote:9999/2025-01-27/2"), false), ElementsAre("10000002ZZ", "10000003ZZ"));
}

TEST_F(RecallTest, WithoutAFarmIsWhatGoldRebuiltWithoutItSays) {
  const Recall farm = of("fazenda:52998224701", "", true);
  ASSERT_TRUE(farm.leaving);
  EXPECT_EQ(of("fazenda:52998224701", "", true, "2025-01-28").leaving->boxes, 0);
  const std::int64_t before =
      world_.count("SELECT count(*) FROM service_caixas WHERE flag_rastreavel");
  world_.put("escala", gold::test::a_schedule(one_, {{"prod_cpf_cnpj", nullptr}}));
  make_gold();
  const std::int64_t after =
      world_.count("SELECT count(*) FROM service_caixas WHERE flag_rastreavel");
  EXPECT_EQ(farm.leaving->boxes, before - after);
}

TEST_F(RecallTest, DocumentIsJsonAndMasksWhoIsAPerson) {
  Recall farm = of("fazenda:52998224701");
  const auto document = nlohmann::json::parse(recall_json(farm, false));
  EXPECT_EQ(document["exato"]["caixas"], 2);
  EXPECT_EQ(document["maximo"]["caixas"], 3);
  EXPECT_EQ(document["caixas"].size(), 3U);
  farm.boxes[0].customer = "52998224725";
  EXPECT_EQ(recall_json(farm, false).find("52998224725"), std::string::npos);
  EXPECT_NE(recall_json(farm, true).find("52998224725"), std::string::npos);
}

TEST_F(RecallTest, OtherThingsAndUnknownOnesAreRefused) {
  EXPECT_THROW(of("caixa:10000001ZZ"), Error);
  EXPECT_THROW(of("fazenda:11144477735"), Error);
}

}  // namespace
}  // namespace gdo::trace::test
