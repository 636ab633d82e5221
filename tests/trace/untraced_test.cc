// The worklist of boxes that cannot be traced: what it names is what frees them, and nothing else
// does.

#include "trace/untraced.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "gold/run_service.h"
#include "gold/trusted_world.h"
#include "trace/open_rejections.h"
#include "trace/trace_missing.h"

namespace gdo::trace::test {
namespace {

using testing::SizeIs;

class UntracedTest : public testing::Test {
 protected:
  void make_gold() {
    StopFlag stop;
    EXPECT_TRUE(gold::run_service(world_.options(), {}, stop).success());
  }
  Untraced list(const std::string& day = "") {
    return untraced(world_.connection(), {gold::test::kTenant, day, ""});
  }
  void boxes(const gold::test::Order& order, const std::string& code, int number) {
    for (int i = 0; i < number; ++i) {
      world_.put("caixas", gold::test::a_box(order, code + std::to_string(i) + "ZZ"));
    }
  }
  std::int64_t traceable() {
    return world_.count("SELECT count(*) FROM service_caixas WHERE flag_rastreavel");
  }
  void refuse_order(const std::string& number, const std::string& day) {
    const nlohmann::json record = {
        {"nr_op_desossa", number},
        {"sif_producao", "9999"},
        {"sif_abate", "9999"},
        {"dt_abate", day},
        {"lotes_abate", {{{"lote", 7}, {"sif_abate", "9999"}, {"dt_abate", day}}}}};
    world_.connection().query(
        "INSERT INTO registro_rejeitado (token_cliente, tipo_payload, camada, lote_id, arquivo_id, "
        "nome_arquivo, nr_registro, nr_item, byte_inicio, byte_tamanho, motivos, conteudo) VALUES "
        "($1, 'desossa', 'trusted', 1, 1, 'f', 1, 0, 0, 1, "
        "'[{\"regra\": \"tipo\", \"campo\": \"dt_producao\"}]', convert_to($2, 'UTF8'))",
        {gold::test::kTenant, record.dump()});
  }
  // Everything that the list names, whatever the reason.
  static std::vector<MissingThing> things(const Untraced& untraced) {
    std::vector<MissingThing> all;
    for (const UntracedCause& cause : untraced.causes) {
      all.insert(all.end(), cause.lacks.begin(), cause.lacks.end());
    }
    return all;
  }

  gold::test::TrustedWorld& world_ = gold::test::TrustedWorld::empty_again();
  const gold::test::Lot one_{.number = 1, .first = 1};
  const gold::test::Lot two_{.number = 2, .first = 3};
};

TEST_F(UntracedTest, ScheduleOfWhichNothingCameIsOneFileThatFreesAllItsLots) {
  for (const gold::test::Lot& lot : {one_, two_})
    world_.put("carcacas", gold::test::a_half(lot, lot.first, 1));
  gold::test::debone(world_, {}, {one_});
  gold::test::debone(world_, {.number = "70002"}, {two_});
  boxes({}, "1000000", 3);
  boxes({.number = "70002"}, "2000000", 2);
  make_gold();
  const Untraced before = list();
  ASSERT_THAT(things(before), SizeIs(1));
  const MissingThing thing = things(before)[0];
  EXPECT_EQ(thing.type, "arquivo");
  EXPECT_EQ(thing.payload, "escala");
  EXPECT_EQ(thing.key.dump(), R"({"nr_unidade_abate":"9999","dt_abate":"2025-01-27"})");
  EXPECT_EQ(thing.boxes, 5);
  EXPECT_NEAR(thing.kg, 5 * 21.4, 0.001);
  for (const gold::test::Lot& lot : {one_, two_}) world_.put("escala", gold::test::a_schedule(lot));
  make_gold();
  EXPECT_EQ(traceable(), 5);
  EXPECT_THAT(list().causes, SizeIs(0));
}

TEST_F(UntracedTest, OneLotThatIsMissingAmongOthersIsARecord) {
  gold::test::slaughter(world_, one_);
  world_.put("carcacas", gold::test::a_half(two_, two_.first, 1));
  gold::test::debone(world_, {}, {one_});
  gold::test::debone(world_, {.number = "70002"}, {one_, two_});
  boxes({}, "1000000", 3);
  boxes({.number = "70002"}, "2000000", 2);
  make_gold();
  ASSERT_THAT(things(list()), SizeIs(1));
  const MissingThing thing = things(list())[0];
  EXPECT_EQ(thing.type, "registro");
  EXPECT_EQ(thing.key["nr_lote_abate"], 2);
  EXPECT_EQ(thing.boxes, 2);
  EXPECT_FALSE(thing.file);
  world_.put("escala", gold::test::a_schedule(two_));
  make_gold();
  EXPECT_EQ(traceable(), 5);
}

TEST_F(UntracedTest, DocumentThatWasDroppedIsAFieldOfItsRecord) {
  gold::test::slaughter(world_, one_, {{"prod_cpf_cnpj", nullptr}});
  gold::test::debone(world_, {}, {one_});
  boxes({}, "1000000", 3);
  make_gold();
  const Untraced before = list();
  ASSERT_THAT(before.causes, SizeIs(1));
  EXPECT_EQ(before.causes[0].reason, "produtor_sem_documento");
  ASSERT_THAT(before.causes[0].lacks, SizeIs(1));
  const MissingThing& thing = before.causes[0].lacks[0];
  EXPECT_EQ(thing.type, "registro");
  EXPECT_EQ(thing.rule, "obrigatorio:prod_cpf_cnpj");
  EXPECT_TRUE(thing.record_number);
  EXPECT_EQ(thing.boxes, 3);
}

TEST_F(UntracedTest, TwoThingsThatAreMissingTogetherFreeNothingAlone) {
  gold::test::slaughter(world_, one_);
  gold::test::debone(world_, {}, {{.day = "2025-01-28", .number = 7}});
  boxes({}, "1000000", 3);
  make_gold();
  const std::vector<MissingThing> both = things(list());
  ASSERT_THAT(both, SizeIs(2));
  for (const MissingThing& thing : both) {
    EXPECT_EQ(thing.type, "arquivo");
    EXPECT_EQ(thing.boxes, 0);
    EXPECT_EQ(thing.boxes_waiting, 3);
  }
}

TEST_F(UntracedTest, OrdersOfWhichNothingCameAreOneFile) {
  gold::test::slaughter(world_, one_);
  boxes({}, "1000000", 3);
  boxes({.number = "70002"}, "2000000", 2);
  make_gold();
  ASSERT_THAT(things(list()), SizeIs(1));
  EXPECT_EQ(things(list())[0].payload, "desossa");
  EXPECT_EQ(things(list())[0].type, "arquivo");
  EXPECT_EQ(things(list())[0].boxes, 5);
  gold::test::debone(world_, {}, {one_});
  gold::test::debone(world_, {.number = "70002"}, {one_});
  make_gold();
  EXPECT_EQ(traceable(), 5);
}

TEST_F(UntracedTest, BoxesOfAnotherDayThanTheirOrderAreMistaken) {
  gold::test::slaughter(world_, one_);
  gold::test::debone(world_, {}, {one_});
  boxes({}, "1000000", 3);
  boxes({.day = "2025-01-20"}, "2000000", 1);
  make_gold();
  ASSERT_THAT(things(list()), SizeIs(1));
  EXPECT_EQ(things(list())[0].payload, "caixas");
  EXPECT_EQ(things(list())[0].rule, "referencia:dt_abate");
  EXPECT_EQ(things(list())[0].boxes, 1);
}

// The lots of all orders of a number count together.
TEST_F(UntracedTest, OrderWithoutLotsIsMissedOnlyWhereItsTwinNamesNone) {
  const gold::test::Order twin{.slaughter_unit = "9998"};
  world_.put("carcacas", gold::test::a_half(one_, one_.first, 1));
  gold::test::debone(world_, {}, {one_});
  gold::test::debone(world_, twin, {});
  boxes({}, "1000000", 3);
  make_gold();
  ASSERT_THAT(things(list()), SizeIs(1));
  EXPECT_EQ(things(list())[0].payload, "escala");
  EXPECT_EQ(things(list())[0].boxes, 3);
  gold::test::debone(world_, {}, {});
  make_gold();
  std::vector<std::string> payloads;
  for (const MissingThing& thing : things(list())) payloads.push_back(thing.payload);
  EXPECT_THAT(payloads, testing::Contains("desossa"));
}

// An order that draws from two days has a record of each.
TEST_F(UntracedTest, RefusedRecordOfAnOrderIsMissingThoughItsOtherDayCame) {
  const gold::test::Lot other{.day = "2025-01-28", .number = 7, .first = 40};
  gold::test::slaughter(world_, one_);
  gold::test::slaughter(world_, other);
  gold::test::debone(world_, {}, {one_});
  boxes({.day = "2025-01-28"}, "1000000", 3);
  refuse_order("70001", "2025-01-28");
  make_gold();
  ASSERT_THAT(things(list()), SizeIs(1));
  EXPECT_EQ(things(list())[0].type, "rejeicao");
  EXPECT_EQ(things(list())[0].payload, "desossa");
  EXPECT_EQ(things(list())[0].boxes, 3);
}

// Boxes and file say no day: what their labels say is all there is, on every day of the year.
TEST_F(UntracedTest, LabelSaysTheDayOfAMissingOrderOnEveryDayThatIsOne) {
  const std::vector<std::pair<std::string, std::string>> labels = {
      {"31/12/24", "2024-12-31"}, {"29/02/24", "2024-02-29"}, {"30/04/25", "2025-04-30"},
      {"28/02/25", "2025-02-28"}, {"29/02/25", ""},           {"31/04/25", ""}};
  int code = 0;
  for (const auto& [label, day] : labels) {
    world_.empty_again();
    world_.put("caixas",
               gold::test::a_box({}, std::to_string(10000000 + code++) + "ZZ",
                                 {{"dt_abate", nullptr},
                                  {"codigo_rastreabilidade_ind", "9999-" + label + "-00-0-0"}}));
    make_gold();
    const std::vector<MissingThing> missing = things(list());
    ASSERT_FALSE(missing.empty()) << label;
    const auto& said = missing[0].key["dt_abate"];
    EXPECT_EQ(said.is_string() ? said.get<std::string>() : "", day) << label;
  }
}

TEST_F(UntracedTest, LotThatNothingElseKnowsIsTheOrdersMistake) {
  gold::test::slaughter(world_, one_);
  gold::test::debone(world_, {}, {one_, {.number = 95}});
  boxes({}, "1000000", 3);
  make_gold();
  ASSERT_THAT(things(list()), SizeIs(1));
  EXPECT_EQ(things(list())[0].payload, "desossa");
  EXPECT_EQ(things(list())[0].rule, "referencia:nr_lote_abate");
  EXPECT_EQ(things(list())[0].boxes, 3);
}

TEST_F(UntracedTest, OnlyBoxesOfTheDayAskedForCount) {
  boxes({}, "1000000", 3);
  boxes({.day = "2025-01-28"}, "2000000", 2);
  make_gold();
  EXPECT_EQ(list("2025-01-28").boxes, 2);
  EXPECT_EQ(list().boxes, 5);
  EXPECT_EQ(untraced_json(list("2025-01-28"))["dia"], "2025-01-28");
  EXPECT_EQ(untraced_json(list())["dia"], nullptr);
}

TEST_F(UntracedTest, TraceOfABoxLacksWhatTheWorklistNamesAndNothingElse) {
  gold::test::slaughter(world_, one_, {{"prod_cpf_cnpj", nullptr}});
  world_.put("carcacas", gold::test::a_half(two_, two_.first, 1));
  gold::test::debone(world_, {}, {one_});
  gold::test::debone(world_, {.number = "70002"}, {one_, two_});
  gold::test::debone(world_, {.number = "70003"}, {{.number = 95}});
  boxes({}, "1000000", 2);
  boxes({.number = "70002"}, "2000000", 2);
  boxes({.number = "70003"}, "3000000", 1);
  boxes({.number = "70004"}, "4000000", 1);
  make_gold();
  std::set<std::string> listed;
  for (const MissingThing& thing : things(list())) listed.insert(missing_json(thing).dump());
  std::set<std::string> traced;
  const pg::Result rows = world_.connection().query(
      "SELECT nr_unidade_desossa, codigo_barras FROM service_caixas WHERE NOT flag_rastreavel");
  ASSERT_EQ(rows.rows(), 6);
  for (int row = 0; row < rows.rows(); ++row) {
    const FoundKey key{"caixa",
                       gold::test::kTenant,
                       {{"nr_unidade_desossa", std::string(rows.text(row, 0))},
                        {"codigo_barras", std::string(rows.text(row, 1))}}};
    const auto lacks = missing_of(world_.connection(), trace(world_.connection(), key, {}));
    EXPECT_FALSE(lacks.empty());
    for (const MissingThing& thing : lacks) traced.insert(missing_json(thing).dump());
  }
  EXPECT_EQ(traced, listed);
}

TEST(RejectedKey, IsReadAsFarAsItsBytesTell) {
  OpenRejection schedule;
  schedule.payload = "escala";
  schedule.rule = "obrigatorio:faz_nome";
  read_rejected_key(
      "{\"nr_unidade_abate\":\"09801\",\"dt_abate\":\"2026-06-28T00:00:00\",\"nr_lote_abate\":7,"
      "\"prod_cidade\":\"MUNIC\xCDPIO\"}",
      schedule);
  EXPECT_EQ(schedule.of.unit, "9801");
  EXPECT_EQ(schedule.of.day, "2026-06-28");
  EXPECT_EQ(schedule.lot, 7);
  OpenRejection broken;
  broken.payload = "escala";
  read_rejected_key("{\"nr_unidade", broken);
  EXPECT_FALSE(broken.of.known());
  OpenRejection order;
  order.payload = "desossa";
  read_rejected_key(R"({"sif_producao":"9801","nr_op_desossa":70001,"sif_abate":"9801",
      "dt_abate":"28/06/2026","lotes_abate":[{"lote":3,"sif_abate":"9801",
      "dt_abate":"2026-06-28"}]})",
                    order);
  EXPECT_EQ(order.order, "70001");
  EXPECT_EQ(order.of.day, "2026-06-28");
  ASSERT_THAT(order.lots, SizeIs(1));
  EXPECT_EQ(order.lots[0].number, 3);
}

}  // namespace
}  // namespace gdo::trace::test
