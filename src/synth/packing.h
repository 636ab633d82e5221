#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "synth/deboning.h"
#include "synth/deboning_files.h"
#include "synth/delivery.h"
#include "synth/truth.h"

namespace gdo::synth {

// The boxes of one unit and day, while their files are written.
class Packing {
 public:
  Packing(const Deboning& work, double dirty, Part& part);

  void write();
  // The manifest's lines, and what later steps need. orders: by Deboning::orders.
  PackingDay account(const std::vector<OrderTruth>& orders, const LotTruths& lots);

 private:
  // A header and its boxes. Boxes of a batch without a deboning order are orphans.
  struct Batch {
    Order order;
    bool orphan = false;
    std::vector<Versioned<Day>> boxes;  // by index: its slaughter date
  };
  struct Foreign {
    std::size_t batch = 0;
    Versioned<Box> box;
  };

  void add_orphans();
  void write(const FilePlan& plan);
  void write_batch(Delivery& file, FaultPicker& picker, std::size_t batch, bool part_of_it);
  void write_box(Delivery& file, const Fault* fault, std::size_t batch, Box box, int index);
  Box faulty(Box box, const Fault& fault, const Order& order);
  void account_for(std::size_t batch, const OrderTruth& order, const LotTruths& lots,
                   PackingDay& result);
  void put_line(const Unit& barcode_unit, std::uint32_t number, const Flags& flags);

  const Deboning& work_;
  double dirty_;
  Part& part_;
  std::vector<Batch> batches_;
  std::map<std::uint32_t, Foreign> foreign_;  // by number, of the sister unit
  std::uint32_t next_foreign_ = 0;
};

}  // namespace gdo::synth
