#pragma once

#include <vector>

#include "synth/deboning_files.h"
#include "synth/sales.h"

namespace gdo::synth {

// The boxes that one unit has in stock, and whom it sells them to.
class Warehouse {
 public:
  Warehouse(const World& world, const Unit& unit) : world_(world), unit_(unit) {}

  // A day's boxes arrive; then its sales may be made.
  void receive(const std::vector<SoldBox>& stock) { shelves_.push_back(stock); }
  // The sales of the day of the last arrival: one for 18 head of capacity, at least one.
  std::vector<Sale> sell(int day_index);
  // Boxes that were sold before the last call of sell(); at most a few.
  const std::vector<SoldBox>& sold_before() const { return sold_before_; }

 private:
  Sale make_sale(int day_index, int index);
  void fill(Sale& sale, int day_index, int index, Random& random);
  bool take_box(Sale& sale, int day_index, Random& random);
  SoldBox other_goods(const Sale& sale, int day_index, int number) const;

  const World& world_;
  const Unit& unit_;
  std::vector<std::vector<SoldBox>> shelves_;  // by day of slaughter
  std::vector<SoldBox> sold_before_;
  std::vector<SoldBox> sold_today_;
};

}  // namespace gdo::synth
