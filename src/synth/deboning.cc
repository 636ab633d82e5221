#include "synth/deboning.h"

#include <algorithm>
#include <array>

namespace gdo::synth {
namespace {

constexpr int kOrdersPerDay = 90;  // numbers set aside for a day
constexpr std::size_t kLotsPerOrder = 11;

constexpr std::array<Sku, 6> kHind = {{{10, "PATINHO BOV", 4, 4},
                                       {20, "FILÉ MIGNON BOV", 10, 12},
                                       {30, "PICANHA BOV", 13, 14},
                                       {40, "COXÃO DURO BOV", 2, 4},
                                       {50, "CONTRAFILÉ BOV", 13, 16},
                                       {60, "MUSCULO TRASEIRO BOV", 5, 8}}};
constexpr std::array<Sku, 5> kFore = {{{110, "ACEM BOV", 3, 5},
                                       {120, "PALETA BOV", 3, 6},
                                       {130, "PEITO BOV", 4, 6},
                                       {140, "MUSCULO DIANTEIRO BOV", 5, 8},
                                       {150, "RECORTES DIANTEIRO BOV", 1, 1}}};
constexpr std::array<Sku, 3> kFlank = {{{210, "FRALDINHA BOV", 15, 15},
                                        {220, "PONTA DE AGULHA BOV", 2, 4},
                                        {230, "RECORTES PA BOV", 1, 1}}};

// 4 to 12 orders on a usual day, at least one for each cut.
int orders_of(int cut, int head) { return clip(head / (cut == 4 ? 500 : 260), 1, 4); }

void set_market(Order& order, Random& random) {
  order.exported = random.chance(45);
  order.frozen = order.exported || random.chance(35);
  if (order.exported)
    order.shelf_months = random.chance(50) ? 18 : 24;
  else if (order.frozen)
    order.shelf_months = 12;
  else
    order.shelf_days = random.chance(50) ? 60 : 75;
  order.markets = order.exported && random.chance(50) ? random.between(14, 17) : 1;
  order.produced = order.slaughtered + (order.exported ? 1 : 0);
}

// The share `place` of `count` of the lots and their animals that this order's cut takes. Days with
// many lots give every order a window of them, so that no order has more than eleven.
std::vector<Slice> share_of(const Slaughter& day, int cut, int place, int count) {
  const auto windows = static_cast<int>((day.lots.size() + kLotsPerOrder - 1) / kLotsPerOrder);
  const int groups = std::min(windows, count);
  const int in_group = (count - place % groups + groups - 1) / groups;
  std::vector<Slice> slices;
  for (std::size_t i = 0; i < day.lots.size(); ++i) {
    if (static_cast<int>(i) * groups / static_cast<int>(day.lots.size()) != place % groups)
      continue;
    if (cut == 3 && day.left_for_next_day && i + 1 == day.lots.size()) continue;
    if (cut == 3 && day.sent_to_sister && i == 0) continue;
    const int head = day.lots[i].head;
    const int turn = place / groups;
    const Slice slice{&day, i, head * turn / in_group, head * (turn + 1) / in_group};
    if (slice.from < slice.to) slices.push_back(slice);
  }
  return slices;
}

std::int64_t grams_of(const Slice& slice, int cut) {
  const Lot& lot = slice.day->lots[slice.lot];
  std::int64_t grams = 0;
  for (int position = slice.from; position < slice.to; ++position) {
    const Animal animal = make_animal(*slice.day, lot, position);
    for (int half = 0; half < 2; ++half) {
      grams += quarter_weights(*slice.day, animal, half)[static_cast<std::size_t>(cut - 2)];
    }
  }
  return grams;
}

// Boxes until the yield (0.68 to 0.74 of the input) is packed.
void count_boxes(Order& order, std::uint32_t& next_barcode) {
  for (const OrderRecord& record : order.records) {
    for (const Slice& slice : record.slices) order.input_grams += grams_of(slice, order.cut);
  }
  Random random(mix(order.seed, 1));
  std::int64_t rest = order.input_grams / 10 * random.between(680, 740) / 1000;  // 0.01 kg
  order.first_barcode = next_barcode;
  while ((rest -= make_box(order, order.box_count).net) > 0) ++order.box_count;
  order.box_count = std::max(order.box_count, 1);
  next_barcode += static_cast<std::uint32_t>(order.box_count);
}

// A lot's forequarters from another day or unit: in an order of today (as further source lots, or
// as a second record with the same number), or in an order of their own.
void add_carried(Deboning& work, Random& random, const Slaughter& from, std::size_t lot,
                 int& number) {
  const Slice slice{&from, lot, 0, from.lots[lot].head};
  const auto fore = std::find_if(work.orders.begin(), work.orders.end(),
                                 [](const Order& order) { return order.cut == 3; });
  const int way = fore == work.orders.end() ? 2 : random.between(0, 2);
  if (way == 0) return fore->records.front().slices.push_back(slice);
  if (way == 1) {
    fore->undated_boxes = random.chance(50);
    return fore->records.push_back({&from, {slice}});
  }
  Order order;
  order.unit = work.today().unit;
  order.number = number += random.between(1, 6);
  order.cut = 3;
  order.slaughtered = from.day;
  set_market(order, random);
  order.produced = work.today().day + (order.exported ? 1 : 0);
  order.records = {{&from, {slice}}};
  order.seed = mix(work.today().seed, 50'000 + static_cast<std::uint64_t>(number));
  work.orders.push_back(std::move(order));
}

void add_orders(Deboning& work, Random& random, int& number) {
  const Slaughter& day = work.today();
  for (int cut = 2; cut <= 4; ++cut) {
    const int count = orders_of(cut, day.head);
    for (int place = 0; place < count; ++place) {
      Order order;
      order.unit = day.unit;
      order.number = number += random.between(1, 6);
      order.cut = cut;
      order.slaughtered = day.day;
      set_market(order, random);
      order.records = {{&day, share_of(day, cut, place, count)}};
      order.seed = mix(day.seed, 50'000 + static_cast<std::uint64_t>(number));
      if (!order.records.front().slices.empty()) work.orders.push_back(std::move(order));
    }
  }
}

}  // namespace

std::span<const Sku> skus_of(int cut) {
  if (cut == 2) return kHind;
  if (cut == 3) return kFore;
  return kFlank;
}

Deboning::Deboning(const World& world, const Unit& unit, int day_index) {
  days.push_back(plan_slaughter(world, unit, day_index));
  Random random(mix(today().seed, 2));
  int number = 70'000 + day_index * kOrdersPerDay;
  add_orders(*this, random, number);
  if (day_index > 0) {
    const Slaughter before = plan_slaughter(world, unit, day_index - 1);
    if (before.left_for_next_day) {
      days.push_back(before);
      add_carried(*this, random, days.back(), before.lots.size() - 1, number);
    }
  }
  if (unit.local == 1) {
    const Unit& sister = world.units[static_cast<std::size_t>(unit.index - 1)];
    days.push_back(plan_slaughter(world, sister, day_index));
    if (days.back().sent_to_sister) add_carried(*this, random, days.back(), 0, number);
  }
  std::uint32_t barcode =
      unit.first_barcode + static_cast<std::uint32_t>(day_index) * kBarcodesPerDay;
  for (Order& order : orders) count_boxes(order, barcode);
}

}  // namespace gdo::synth
