#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "synth/deboning.h"
#include "synth/json_writer.h"
#include "synth/slaughter.h"
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

enum class Payload { animals, schedule, deboning, boxes, registro_venda };
constexpr std::size_t kPayloads = 5;

// The folder of the lake.
constexpr std::string_view folder_of(Payload payload) {
  constexpr std::array<std::string_view, kPayloads> kFolders = {"animais", "escala", "desossa",
                                                                "caixas", "registro_venda"};
  return kFolders[static_cast<std::size_t>(payload)];
}

// What the source calls its files.
constexpr std::string_view stem_of(Payload payload) {
  constexpr std::array<std::string_view, kPayloads> kStems = {"animais", "escalas", "desossas",
                                                              "caixas", "movimentacoes"};
  return kStems[static_cast<std::size_t>(payload)];
}

// animais, shape A: half 0 or 1 of an animal. Of about 900 bytes.
void put_carcass(JsonWriter& json, const Slaughter& day, const Lot& lot, const Animal& animal,
                 int half);

// animais, shape B. `id` is the animal's SISBOV number when it was slaughtered.
struct FarmAnimal {
  std::uint64_t id = 0;
  const Farm* farm = nullptr;
  char sex = 'M';
  std::string_view breed;
  Day born = 0;
  Day entered = 0;
  Day left = 0;  // 0 = still there
  std::string_view status;
  int birth_weight = 0;  // 0.1 kg; 0 = unknown
  int vaccines = 0;
};
void put_farm_animal(JsonWriter& json, const FarmAnimal& animal);

// escala
void put_schedule(JsonWriter& json, const Slaughter& day, const Lot& lot);

// desossa. unknown_lot > 0: a source lot more, which no schedule has.
void put_order(JsonWriter& json, const Order& order, const OrderRecord& record, int unknown_lot);

// caixas: the header and the beginning of saida_desossa; boxes; the end.
void begin_boxes(JsonWriter& json, const Order& order, std::int64_t number);
void put_box(JsonWriter& json, const Order& order, const Box& box);
void end_boxes(JsonWriter& json);

// registro_venda
void put_sale(JsonWriter& json, const Sale& sale);

}  // namespace gdo::synth
