#include <cstddef>

#include "synth/deboning.h"

namespace gdo::synth {
namespace {

void set_dates(Box& box, const Order& order, Random& random, int index) {
  const std::size_t dates = order.records.size();
  box.slaughtered = dates == 1 ? order.slaughtered
                               : order.records[static_cast<std::size_t>(index) % dates].day->day;
  if (order.undated_boxes) box.slaughtered = 0;
  const int lag = random.between(1, 3);
  // Lots of the day before: they are produced with today's.
  box.packed = order.records.front().day->day + lag;
  if (box.packed < order.produced) box.packed = order.produced;
  box.produced = order.exported ? box.packed : order.produced;
  box.expires = order.shelf_months > 0 ? add_months(box.produced, order.shelf_months)
                                       : box.produced + order.shelf_days;
  box.second_weighed = 5 * 3600 + static_cast<int>(random.below(15 * 3600));
}

}  // namespace

Box make_box(const Order& order, int index) {
  Random random(mix(order.seed, 100 + static_cast<std::uint64_t>(index)));
  Box box;
  box.number = order.first_barcode + static_cast<std::uint32_t>(index);
  box.barcode_unit = order.unit;
  const auto skus = skus_of(order.cut);
  box.sku = static_cast<int>(random.below(static_cast<std::uint32_t>(skus.size())));
  const Sku& sku = skus[static_cast<std::size_t>(box.sku)];
  box.pieces = random.between(sku.least_pieces, sku.most_pieces);
  box.net = clip(random.normal(2100, 230), 801, 2800);
  box.primary = box.pieces;  // about 10 g a piece
  box.tare = 82 + box.primary + random.between(-2, 2);
  box.marks = random.next();
  set_dates(box, order, random, index);
  return box;
}

std::string_view barcode_text(const Unit& unit, std::uint32_t number, std::span<char, 10> memory) {
  const std::size_t digits = memory.size() - unit.barcode_letters.size();
  for (std::size_t i = digits; i > 0; --i, number /= 10) {
    memory[i - 1] = static_cast<char>('0' + number % 10);
  }
  for (std::size_t i = 0; i < unit.barcode_letters.size(); ++i) {
    memory[digits + i] = unit.barcode_letters[i];
  }
  return {memory.data(), memory.size()};
}

}  // namespace gdo::synth
