#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "synth/world.h"

namespace gdo::synth {

// One box of a sale as its record shows it; also of goods that are no beef of ours.
struct SoldBox {
  const Unit* barcode_unit = nullptr;
  std::uint32_t number = 0;
  bool beef = true;
  int sku_code = 0;
  std::string_view sku_name;
  bool frozen = false;
  int pieces = 0;
  int sif = 0;
  Day slaughtered = 0;  // 0: no trace code is printed
  Day produced = 0;
  Day packed = 0;
  Day expires = 0;
  std::string_view reason{};  // why it is not traceable; empty = it is
};

struct Sale {
  const World* world = nullptr;
  const Unit* warehouse = nullptr;
  int number = 0;  // nr_pedido
  int load = 0;    // carga
  Day sold = 0;
  Day shipped = 0;
  const Party* customer = nullptr;
  const Party* carrier = nullptr;
  int market = 0;
  std::uint64_t marks = 0;  // random bits
  std::vector<SoldBox> boxes;
  int invoices = 1;
};

// The barcode of a sold box; letters of no plant when it is not beef.
std::string_view sold_barcode(const SoldBox& box, std::span<char, 10> memory);

}  // namespace gdo::synth
