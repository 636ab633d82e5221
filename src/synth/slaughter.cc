#include "synth/slaughter.h"

#include <algorithm>

namespace gdo::synth {
namespace {

// Beta(13, 6) of the capacity: the 13th smallest of 18 uniform numbers has this distribution.
int draw_head(Random& random, int capacity) {
  std::array<std::uint32_t, 18> uniform{};
  for (std::uint32_t& value : uniform) value = random.below(1U << 20U);
  std::nth_element(uniform.begin(), uniform.begin() + 12, uniform.end());
  const auto head = static_cast<std::uint64_t>(capacity) * uniform[12] >> 20U;
  return clip(static_cast<int>(head), 2, 9999);
}

// Negative binomial with mean 90; smaller when the day is, so that there are some lots.
int draw_lot_head(Random& random, int day_head) {
  const int mean = clip(day_head / 4, 2, 90);
  int drawn = random.geometric(mean / 3);
  drawn += random.geometric(mean / 3);
  drawn += random.geometric(mean - 2 * (mean / 3));
  return clip(drawn, clip(mean / 5, 1, 18), 300);
}

Lot make_lot(const Slaughter& day, Random& random, int number, int first, int head) {
  Lot lot;
  lot.number = number;
  lot.first_sequence = first;
  lot.head = head;
  lot.farm = &day.world->farm_for(*day.unit->tenant, random);
  const int kind = random.between(0, 99);
  lot.animals = kind < 55 ? AnimalClass::boi : kind < 80 ? AnimalClass::novilha : AnimalClass::vaca;
  lot.mixed = random.chance(10);
  lot.identified = random.chance(25);
  lot.bought = day.day - random.between(2, 20);
  lot.kill_order = 1001 + day.day_index * 40 + number;
  lot.purchase_order = 400'001 + day.day_index * 40 + number;
  lot.permits = std::max(1, head / random.between(25, 50));
  lot.first_permit =
      100'001 + static_cast<int>(mix(day.seed, static_cast<std::uint64_t>(number)) % 800'000);
  return lot;
}

void add_lots(Slaughter& day, Random& random) {
  int first = 1;
  int rest = day.head;
  while (rest > 0) {
    int head = std::min(draw_lot_head(random, day.head), rest);
    if (rest - head < std::max(1, head / 8)) head = rest;  // no tiny lot at the end
    const int number = static_cast<int>(day.lots.size()) + 1;
    day.lots.push_back(make_lot(day, random, number, first, head));
    first += head;
    rest -= head;
  }
}

AnimalClass draw_class(Random& random, const Lot& lot) {
  if (!lot.mixed || random.chance(70)) return lot.animals;
  return static_cast<AnimalClass>(random.below(3));
}

int draw_ph(Random& random) {
  const int ph = random.chance(93) ? random.normal(562, 7) : random.normal(610, 18);
  return clip(ph, 521, 719);
}

// The halves' weights and pH are nearly the same.
void draw_halves(Random& random, Animal& animal) {
  constexpr std::array kMean = {1500, 1020, 1120};
  constexpr std::array kDeviation = {180, 100, 130};
  const auto kind = static_cast<std::size_t>(animal.kind);
  const int weight = random.normal(kMean[kind], kDeviation[kind]);
  const int gap = random.normal(0, 20);
  animal.half_weight = {clip(weight + gap / 2, 410, 2990), clip(weight - gap / 2, 410, 2990)};
  const int ph = draw_ph(random);
  animal.ph = {ph, clip(ph + random.normal(0, 3), 521, 719)};
  if (random.chance(4)) animal.ph = {0, 0};
}

void draw_identity(Random& random, const Slaughter& day, const Lot& lot, Animal& animal) {
  if (!lot.identified || random.chance(5)) return;
  // 076 and twelve digits that no two animals of a tenant share.
  const auto place = static_cast<std::uint64_t>(day.unit->local) * 5'000 +
                     static_cast<std::uint64_t>(day.day_index);
  animal.official_id = 76'000'000'000'000U + place * 10'000 +
                       static_cast<std::uint64_t>(animal.sequence) + 100'000'000'000U;
  if (random.chance(40)) animal.chip = 982'000'000'000'000U + random.next() % 1'000'000'000'000U;
}

}  // namespace

Slaughter plan_slaughter(const World& world, const Unit& unit, int day_index) {
  Slaughter day;
  day.world = &world;
  day.unit = &unit;
  day.day_index = day_index;
  day.day = world.first_day + day_index;
  day.seed = mix(mix(world.seed, 100 + static_cast<std::uint64_t>(unit.index)),
                 static_cast<std::uint64_t>(day_index));
  Random random(mix(day.seed, 1));
  day.head = draw_head(random, unit.capacity);
  add_lots(day, random);
  const bool some_lots = day.lots.size() >= 3;
  day.left_for_next_day = some_lots && random.chance(35) && day_index + 1 < world.days;
  day.sent_to_sister = some_lots && random.chance(25) && unit.local == 0;
  return day;
}

Animal make_animal(const Slaughter& day, const Lot& lot, int position) {
  Animal animal;
  animal.sequence = lot.first_sequence + position;
  Random random(mix(day.seed, 10'000 + static_cast<std::uint64_t>(animal.sequence)));
  animal.kind = draw_class(random, lot);
  draw_halves(random, animal);
  constexpr std::array kLeastMonths = {20, 14, 38};
  constexpr std::array kMostMonths = {46, 34, 130};
  const auto kind = static_cast<std::size_t>(animal.kind);
  animal.months = random.between(kLeastMonths[kind], kMostMonths[kind]);
  animal.born = day.day - animal.months * 30 - random.between(0, 29);
  if (random.chance(5)) animal.live_weight = (animal.half_weight[0] + animal.half_weight[1]) / 5;
  animal.bruised = random.chance(6);
  animal.condemned = random.chance(2);
  animal.looked_up = random.chance(10);
  draw_identity(random, day, lot, animal);
  return animal;
}

std::array<int, 3> quarter_weights(const Slaughter& day, const Animal& animal, int half) {
  const auto stream =
      20'000 + 2 * static_cast<std::uint64_t>(animal.sequence) + static_cast<std::uint64_t>(half);
  Random random(mix(day.seed, stream));
  const int grams = animal.half_weight[static_cast<std::size_t>(half)] * 100;
  // Scales of 200 g for hind and fore; of 1 g for the flank. What is missing was trimmed.
  const int hind = grams / 1000 * random.normal(515, 12) / 200 * 200;
  int flank = grams / 1000 * random.normal(118, 8);
  flank += random.between(0, 9);
  const int fore = std::max(0, (grams - hind - flank - 20) / 200 * 200);
  return {hind, fore, flank};
}

std::string_view carcass_barcode(const Slaughter& day, int sequence, int half,
                                 std::span<char, 18> memory) {
  std::size_t at = 0;
  const auto put = [&](int value, std::size_t width) {
    for (std::size_t i = width; i > 0; --i, value /= 10) {
      memory[at + i - 1] = static_cast<char>('0' + value % 10);
    }
    at += width;
  };
  const CalendarDay date = from_days(day.day);
  put(day.unit->sif, 5);
  put(date.day, 2);
  put(date.month, 2);
  put(date.year, 4);
  put(sequence, 4);
  put(half + 1, 1);
  return {memory.data(), memory.size()};
}

}  // namespace gdo::synth
