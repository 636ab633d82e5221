#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "synth/delivery.h"
#include "synth/sales.h"
#include "synth/truth.h"

namespace gdo::synth {

// What a unit's packing day leaves for its warehouse and for its neighbours to know.
struct PackingDay {
  std::vector<SoldBox> stock;    // a sample of its boxes; also of those that trusted refuses
  std::vector<bool> in_trusted;  // its own barcodes, from the day's first one on
  // Boxes with a barcode of the tenant's other unit, that trusted accepted.
  struct Foreign {
    std::uint32_t number = 0;
    std::string_view reason{};  // why it is not traceable
  };
  std::vector<Foreign> foreign;
  std::int64_t boxes = 0;  // in trusted
};

// Writes the desossa and caixas files of one unit and day, and the manifest's line of every box.
PackingDay write_deboning_files(const World& world, const Unit& unit, int day_index, double dirty,
                                const LotTruths& lots, Part& part);

}  // namespace gdo::synth
