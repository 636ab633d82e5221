#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "synth/world.h"

// What happened on one slaughter day of one unit: a pure function of the world, so that the days
// after it can look at it again instead of keeping it.
namespace gdo::synth {

enum class AnimalClass { boi, novilha, vaca };

struct Lot {
  int number = 0;
  int first_sequence = 0;
  int head = 0;
  const Farm* farm = nullptr;
  AnimalClass animals = AnimalClass::boi;
  bool mixed = false;       // some animals of other classes
  bool identified = false;  // SISBOV numbers
  Day bought = 0;
  int kill_order = 0;
  int purchase_order = 0;
  int first_permit = 0;  // GTA number
  int permits = 0;
};

struct Slaughter {
  const World* world = nullptr;
  const Unit* unit = nullptr;
  int day_index = 0;
  Day day = 0;
  std::uint64_t seed = 0;
  std::vector<Lot> lots;
  int head = 0;
  // Forequarters that another day or unit debones: of the last lot, on the unit's next day; of the
  // first lot, by the tenant's other unit on the same day.
  bool left_for_next_day = false;
  bool sent_to_sister = false;
};

Slaughter plan_slaughter(const World& world, const Unit& unit, int day_index);

struct Animal {
  AnimalClass kind = AnimalClass::boi;
  int sequence = 0;
  std::array<int, 2> half_weight{};  // 0.1 kg, of the halves 1 and 2
  std::array<int, 2> ph{};           // 0.01; 0 = not measured
  Day born = 0;
  int months = 0;
  int live_weight = 0;  // kg; 0 = not weighed
  bool bruised = false;
  bool condemned = false;
  bool looked_up = false;         // classification codes are there (10 %)
  std::uint64_t official_id = 0;  // SISBOV; 0 = none
  std::uint64_t chip = 0;
};

// position: 0 … head - 1 within the lot.
Animal make_animal(const Slaughter& day, const Lot& lot, int position);

// The quarters of one half-carcass in grams, by tipo_corte: [0] 2 hind, [1] 3 fore, [2] 4 flank.
// Together at most the half's weight.
std::array<int, 3> quarter_weights(const Slaughter& day, const Animal& animal, int half);

// 09801 + 27012025 + 0042 + 1, written into `memory`.
std::string_view carcass_barcode(const Slaughter& day, int sequence, int half,
                                 std::span<char, 18> memory);

}  // namespace gdo::synth
