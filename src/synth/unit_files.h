#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "synth/delivery.h"
#include "synth/payload.h"
#include "synth/slaughter.h"
#include "synth/truth.h"

namespace gdo::synth {

// Writes the escala and animais files (both shapes) of one unit and day; returns what of them the
// tables will hold, by lot. dirty: the share of faulty records.
std::vector<LotTruth> write_slaughter_files(const Slaughter& day, double dirty, Part& part);

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

// Why boxes with a barcode of the other unit are not traceable when they are sold, by barcode as
// printed. Mostly because that unit has such a box too: sales give the barcode only.
using ForeignBarcodes = std::map<std::string, std::string_view, std::less<>>;
ForeignBarcodes foreign_barcodes(const World& world, const Tenant& tenant,
                                 const std::vector<PackingDay>& days);

// Writes every sales file of one unit's warehouse, and the manifest's line of every sold box.
// days: by World::units × World::days, as write_deboning_files made them.
void write_sale_files(const World& world, const Unit& unit, double dirty,
                      const std::vector<PackingDay>& days, const ForeignBarcodes& foreign,
                      Part& part);

}  // namespace gdo::synth
