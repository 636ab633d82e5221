#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "synth/deboning.h"
#include "synth/json_writer.h"
#include "synth/sales.h"
#include "synth/slaughter.h"

namespace gdo::synth {

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
