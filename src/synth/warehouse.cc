#include "synth/warehouse.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gdo::synth {
namespace {

constexpr int kSoldAfterDays = 4;  // every box of a day is packed by then
constexpr int kMeanStockAge = 20;
constexpr int kSalesPerDay = 400;  // numbers set aside for a day
constexpr std::size_t kRemembered = 50;

// Log-normal with median 4, between 1 and 60: its sixteenths.
int draw_size(Random& random) {
  constexpr std::array kSixteenths = {1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 9, 12, 18};
  const std::uint32_t part = random.below(16);
  if (part == kSixteenths.size()) return random.between(24, 60);
  return kSixteenths[part];
}

}  // namespace

std::vector<Sale> Warehouse::sell(int day_index) {
  sold_before_ = sold_today_;
  std::vector<Sale> sales;
  const int count = clip(unit_.capacity / 25, 1, kSalesPerDay);
  for (int i = 0; i < count; ++i) sales.push_back(make_sale(day_index, i));
  for (const Sale& sale : sales) {
    if (sold_today_.size() >= kRemembered) sold_today_.clear();
    for (const SoldBox& box : sale.boxes) {
      if (box.beef && sold_today_.size() < kRemembered) sold_today_.push_back(box);
    }
  }
  return sales;
}

Sale Warehouse::make_sale(int day_index, int index) {
  Random random(mix(mix(world_.seed, 60'000 + static_cast<std::uint64_t>(unit_.index)),
                    static_cast<std::uint64_t>(day_index * kSalesPerDay + index)));
  Sale sale;
  sale.world = &world_;
  sale.warehouse = &unit_;
  sale.number = 300'001 + day_index * kSalesPerDay + index;
  sale.load = 8'001 + day_index * 50 + index / 8;
  sale.sold = world_.first_day + day_index + kSoldAfterDays;
  sale.shipped = sale.sold + random.between(0, 1);
  sale.customer = &random.pick(world_.customers);
  sale.carrier = &random.pick(world_.carriers);
  sale.market = 2;
  sale.marks = random.next();
  sale.invoices = random.chance(80) ? 1 : 2;
  fill(sale, day_index, index, random);
  return sale;
}

void Warehouse::fill(Sale& sale, int day_index, int index, Random& random) {
  const int size = draw_size(random);
  for (int i = 0; i < size; ++i) {
    if (!random.chance(3)) {
      if (!take_box(sale, day_index, random)) break;
    } else {
      sale.boxes.push_back(other_goods(sale, day_index, index * 100 + i));
    }
  }
  if (sale.boxes.empty()) sale.boxes.push_back(other_goods(sale, day_index, index * 100 + 99));
}

bool Warehouse::take_box(Sale& sale, int day_index, Random& random) {
  for (int attempt = 0; attempt < 8; ++attempt) {
    const int age = std::min(random.geometric(kMeanStockAge), day_index);
    auto& shelf = shelves_[static_cast<std::size_t>(day_index - age)];
    if (shelf.empty()) continue;
    const std::size_t place = random.below(static_cast<std::uint32_t>(shelf.size()));
    SoldBox box = shelf[place];
    if (box.expires <= sale.shipped) continue;
    shelf[place] = shelf.back();
    shelf.pop_back();
    // On some lines the trace code is empty.
    if (random.chance(4)) box.slaughtered = 0;
    sale.boxes.push_back(box);
    return true;
  }
  return false;
}

SoldBox Warehouse::other_goods(const Sale& sale, int day_index, int number) const {
  constexpr std::array<std::string_view, 3> kGoods = {"CARVAO VEGETAL 5KG", "SAL GROSSO 1KG",
                                                      "LINGUIÇA SUINA 5KG"};
  SoldBox box;
  box.beef = false;
  // With eight digits, of which no unit's boxes have any.
  box.barcode_unit = &world_.units[static_cast<std::size_t>(unit_.index - unit_.local)];
  box.number = 50'000'000 + static_cast<std::uint32_t>(unit_.local) * 20'000'000 +
               static_cast<std::uint32_t>((day_index * kSalesPerDay * 100 + number) % 20'000'000);
  const auto kind = static_cast<std::size_t>(number) % kGoods.size();
  box.sku_code = 9'001 + static_cast<int>(kind);
  box.sku_name = kGoods[kind];
  box.pieces = 1;
  box.produced = sale.sold - 20;
  box.packed = sale.sold - 20;
  box.expires = sale.sold + 300;
  box.reason = "sem_caixa";
  return box;
}

}  // namespace gdo::synth
