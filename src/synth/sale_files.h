#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "synth/deboning_files.h"
#include "synth/delivery.h"

namespace gdo::synth {

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
