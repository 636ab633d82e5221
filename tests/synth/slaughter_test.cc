#include "synth/slaughter.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "synth/deboning.h"

namespace gdo::synth {
namespace {

World some_world() {
  return make_world(
      {.seed = 3, .tenants = 2, .days = 6, .first_day = to_days(CalendarDay{2026, 6, 1})});
}

TEST(Slaughter, LotsFollowEachOtherWithoutGaps) {
  const World world = some_world();
  for (const Unit& unit : world.units) {
    const Slaughter day = plan_slaughter(world, unit, 2);
    int next = 1;
    for (const Lot& lot : day.lots) {
      EXPECT_EQ(lot.first_sequence, next);
      next += lot.head;
    }
    EXPECT_EQ(next, day.head + 1);
  }
}

TEST(Slaughter, LookingTwiceShowsTheSameDay) {
  const World world = some_world();
  const Slaughter once = plan_slaughter(world, world.units[1], 4);
  const Slaughter twice = plan_slaughter(world, world.units[1], 4);
  ASSERT_EQ(once.lots.size(), twice.lots.size());
  const Animal a = make_animal(once, once.lots[1], 3);
  const Animal b = make_animal(twice, twice.lots[1], 3);
  EXPECT_EQ(a.half_weight, b.half_weight);
  EXPECT_EQ(a.ph, b.ph);
  EXPECT_EQ(a.born, b.born);
}

TEST(Slaughter, QuartersWeighNoMoreThanTheirHalf) {
  const World world = some_world();
  const Slaughter day = plan_slaughter(world, world.units[0], 0);
  for (const Lot& lot : day.lots) {
    for (int position = 0; position < lot.head; ++position) {
      const Animal animal = make_animal(day, lot, position);
      for (int half = 0; half < 2; ++half) {
        const auto quarters = quarter_weights(day, animal, half);
        EXPECT_LE(quarters[0] + quarters[1] + quarters[2],
                  animal.half_weight[static_cast<std::size_t>(half)] * 100);
        EXPECT_GT(quarters[0], 0);
        EXPECT_GT(quarters[1], 0);
        EXPECT_GT(quarters[2], 0);
      }
    }
  }
}

TEST(Slaughter, TheBarcodeIsMadeOfItsParts) {
  World world = some_world();
  world.units[0].sif = 421;
  const Slaughter day = plan_slaughter(world, world.units[0], 5);
  char memory[18];
  EXPECT_EQ(carcass_barcode(day, 42, 1, memory), "004210606202600422");
}

// Every quarter of a carcass goes into exactly one order, of whatever day or unit.
TEST(Deboning, EveryQuarterIsDebonedOnce) {
  const World world = some_world();
  std::map<std::string, int> times;
  for (const Unit& unit : world.units) {
    for (int day = 0; day < world.days; ++day) {
      const Deboning work(world, unit, day);
      for (const Order& order : work.orders) {
        for (const OrderRecord& record : order.records) {
          for (const Slice& slice : record.slices) {
            const Lot& lot = slice.day->lots[slice.lot];
            for (int position = slice.from; position < slice.to; ++position) {
              char memory[18];
              const auto barcode =
                  carcass_barcode(*slice.day, lot.first_sequence + position, 0, memory);
              ++times[unit.tenant->token + std::string(barcode) + std::to_string(order.cut)];
            }
          }
        }
      }
    }
  }
  std::size_t head = 0;
  for (const Unit& unit : world.units) {
    for (int day = 0; day < world.days; ++day) {
      head += static_cast<std::size_t>(plan_slaughter(world, unit, day).head);
    }
  }
  EXPECT_EQ(times.size(), 3 * head);
  for (const auto& [quarter, count] : times) ASSERT_EQ(count, 1) << quarter;
}

TEST(Deboning, BoxesWeighLessThanTheirOrdersQuarters) {
  const World world = some_world();
  const Deboning work(world, world.units[1], 3);
  for (const Order& order : work.orders) {
    std::int64_t grams = 0;
    for (int i = 0; i < order.box_count; ++i) grams += make_box(order, i).net * 10;
    EXPECT_LE(grams, order.input_grams);
    EXPECT_GT(grams * 100, order.input_grams * 60);
  }
}

}  // namespace
}  // namespace gdo::synth
