// Where the data cannot tell whether a record will come or another one is wrong, the worklist says
// both; where labels or quarters tell, it says the one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gold/run_service.h"
#include "gold/trusted_world.h"
#include "trace/untraced.h"

namespace gdo::trace::test {
namespace {

using testing::SizeIs;

class UntracedDoubtTest : public testing::Test {
 protected:
  std::vector<MissingThing> lacks() {
    StopFlag stop;
    EXPECT_TRUE(gold::run_service(world_.options(), {}, stop).success());
    std::vector<MissingThing> all;
    for (UntracedCause& cause :
         untraced(world_.connection(), {gold::test::kTenant, "", ""}).causes) {
      for (MissingThing& thing : cause.lacks) all.push_back(std::move(thing));
    }
    return all;
  }
  void box(const std::string& day, const char* code, const char* label) {
    world_.put("caixas",
               gold::test::a_box({.day = day}, code, {{"codigo_rastreabilidade_ind", label}}));
  }
  // Its lots, and a quarter of the first animal of each lot in `cut`.
  void debone(const std::vector<gold::test::Lot>& lots, const std::vector<gold::test::Lot>& cut) {
    std::vector<gold::test::Json> sources;
    std::vector<gold::test::Json> quarters;
    for (const auto& lot : lots) sources.push_back(gold::test::a_source(lot));
    for (const auto& lot : cut) {
      quarters.push_back(gold::test::a_quarter(lot, lot.first, 1, "2", 55.0));
    }
    world_.put("desossa", gold::test::an_order({}),
               {{"trusted_desossa_lotes", sources}, {"trusted_desossa_quartos", quarters}});
  }

  gold::test::TrustedWorld& world_ = gold::test::TrustedWorld::empty_again();
  const gold::test::Lot one_{.number = 1, .first = 1};
  const gold::test::Lot next_day_{.day = "2025-01-28", .number = 1, .first = 1};
  const gold::test::Lot nobody_knows_{.day = "2025-01-05", .number = 1, .first = 1};
};

TEST_F(UntracedDoubtTest, SecondDayOfAnOrderThatLabelsAgreeWithHasNotComeOrIsWrong) {
  gold::test::slaughter(world_, one_);
  gold::test::slaughter(world_, next_day_);
  gold::test::debone(world_, {}, {one_});
  gold::test::debone(world_, {.number = "70002", .day = "2025-01-28"}, {next_day_});
  box("2025-01-27", "10000001ZZ", "9999-27/01/25-00-0-0");
  box("2025-01-28", "10000002ZZ", "9999-28/01/25-00-0-0");
  const std::vector<MissingThing> things = lacks();
  ASSERT_THAT(things, SizeIs(1));
  EXPECT_EQ(things[0].type, "registro");
  EXPECT_EQ(things[0].payload, "desossa");
  EXPECT_EQ(things[0].key["dt_abate"], "2025-01-28");
  EXPECT_EQ(things[0].boxes, 1);
  ASSERT_TRUE(things[0].otherwise);
  EXPECT_EQ(things[0].otherwise->payload, "caixas");
  EXPECT_EQ(things[0].otherwise->rule, "referencia:dt_abate");
  gold::test::debone(world_, {.day = "2025-01-28"}, {next_day_});
  EXPECT_THAT(lacks(), SizeIs(0));
}

TEST_F(UntracedDoubtTest, DayThatLabelsContradictIsWrong) {
  gold::test::slaughter(world_, one_);
  gold::test::slaughter(world_, next_day_);
  gold::test::debone(world_, {}, {one_});
  box("2025-01-28", "10000002ZZ", "9999-27/01/25-00-0-0");
  const std::vector<MissingThing> things = lacks();
  ASSERT_THAT(things, SizeIs(1));
  EXPECT_EQ(things[0].payload, "caixas");
  EXPECT_EQ(things[0].rule, "referencia:dt_abate");
  EXPECT_FALSE(things[0].otherwise);
}

TEST_F(UntracedDoubtTest, DayThatNothingCameOfIsWrongOrItsRecordIsToCome) {
  for (const char* label : {"", "9999-28/01/25-00-0-0"}) {
    world_.empty_again();
    gold::test::slaughter(world_, one_);
    gold::test::debone(world_, {}, {one_});
    box("2025-01-28", "10000002ZZ", label);
    const std::vector<MissingThing> things = lacks();
    ASSERT_THAT(things, SizeIs(1));
    EXPECT_EQ(things[0].payload, "caixas");
    ASSERT_TRUE(things[0].otherwise);
    EXPECT_EQ(things[0].otherwise->payload, "desossa");
    EXPECT_FALSE(things[0].otherwise->file);
  }
}

TEST_F(UntracedDoubtTest, OrderThatHasNotComeMayBeAWrongNumberOnItsBoxes) {
  gold::test::slaughter(world_, one_);
  gold::test::debone(world_, {}, {one_});
  world_.put("caixas", gold::test::a_box({.number = "70009"}, "10000002ZZ"));
  const std::vector<MissingThing> things = lacks();
  ASSERT_THAT(things, SizeIs(1));
  EXPECT_EQ(things[0].payload, "desossa");
  ASSERT_TRUE(things[0].otherwise);
  EXPECT_EQ(things[0].otherwise->rule, "referencia:nr_op_desossa");
  EXPECT_EQ(missing_json(things[0])["ou"]["chave"]["nr_op_desossa"], "70009");
}

TEST_F(UntracedDoubtTest, LotOfADayThatNothingCameOfIsTheOrdersMistakeWhereItsQuartersSaySo) {
  gold::test::slaughter(world_, one_);
  debone({one_, nobody_knows_}, {one_});
  box("2025-01-27", "10000001ZZ", "");
  const std::vector<MissingThing> things = lacks();
  ASSERT_THAT(things, SizeIs(1));
  EXPECT_EQ(things[0].payload, "desossa");
  EXPECT_EQ(things[0].rule, "referencia:lotes_abate");
  EXPECT_EQ(things[0].boxes, 1);
}

TEST_F(UntracedDoubtTest, LotOfADayThatNothingCameOfIsToComeWhereQuartersAreOfIt) {
  gold::test::slaughter(world_, one_);
  debone({one_, nobody_knows_}, {one_, nobody_knows_});
  box("2025-01-27", "10000001ZZ", "");
  const std::vector<MissingThing> things = lacks();
  ASSERT_THAT(things, SizeIs(2));
  for (const MissingThing& thing : things) {
    EXPECT_EQ(thing.type, "arquivo");
    EXPECT_FALSE(thing.otherwise);
  }
}

TEST_F(UntracedDoubtTest, LotOfADayThatNothingCameOfIsEitherWithoutQuarters) {
  gold::test::slaughter(world_, one_);
  debone({one_, nobody_knows_}, {});
  box("2025-01-27", "10000001ZZ", "");
  const std::vector<MissingThing> things = lacks();
  ASSERT_THAT(things, SizeIs(2));
  for (const MissingThing& thing : things) {
    EXPECT_EQ(thing.type, "arquivo");
    ASSERT_TRUE(thing.otherwise);
    EXPECT_EQ(thing.otherwise->rule, "referencia:lotes_abate");
  }
}

// Which plant an order is of that has not come: labels say it; without them it is a guess, and the
// list calls it one.
TEST_F(UntracedDoubtTest, PlantOfAMissingOrderIsPresumedWhereNoLabelSaysIt) {
  for (const char* label : {"", "9999-27/01/25-00-0-0"}) {
    world_.empty_again();
    gold::test::slaughter(world_, one_);
    gold::test::debone(world_, {}, {one_});
    world_.put("caixas", gold::test::a_box({.number = "70009"}, "10000002ZZ",
                                           {{"codigo_rastreabilidade_ind", label}}));
    const std::vector<MissingThing> things = lacks();
    ASSERT_THAT(things, SizeIs(1));
    EXPECT_EQ(things[0].key["nr_unidade_abate"], "9999");
    EXPECT_EQ(things[0].plant_guessed, std::string(label).empty());
    EXPECT_EQ(missing_json(things[0])["planta_suposta"], std::string(label).empty());
  }
}

TEST_F(UntracedDoubtTest, FilesOfAPresumedPlantArePresumedTooAndThoseThatOthersNeedAreNot) {
  box("2025-01-27", "10000001ZZ", "");
  std::vector<MissingThing> things = lacks();
  ASSERT_THAT(things, SizeIs(3));
  for (const MissingThing& thing : things) EXPECT_TRUE(thing.plant_guessed) << thing.payload;
  world_.put("caixas", gold::test::a_box({.number = "70002"}, "10000002ZZ",
                                         {{"codigo_rastreabilidade_ind", "9999-27/01/25-00-0-0"}}));
  things = lacks();
  ASSERT_THAT(things, SizeIs(3));
  for (const MissingThing& thing : things) EXPECT_FALSE(thing.plant_guessed) << thing.payload;
}

TEST_F(UntracedDoubtTest, PresumedPlantIsTheOneThatTheUnitsOrdersDrawFrom) {
  const gold::test::Lot elsewhere{.unit = "8888", .number = 1, .first = 1};
  gold::test::slaughter(world_, elsewhere);
  gold::test::debone(world_, {.slaughter_unit = "8888"}, {elsewhere});
  world_.put("caixas", gold::test::a_box({.number = "70009"}, "10000002ZZ",
                                         {{"codigo_rastreabilidade_ind", ""}}));
  const std::vector<MissingThing> things = lacks();
  ASSERT_THAT(things, SizeIs(1));
  EXPECT_EQ(things[0].key["nr_unidade_abate"], "8888");
  EXPECT_TRUE(things[0].plant_guessed);
}

}  // namespace
}  // namespace gdo::trace::test
