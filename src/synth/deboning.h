#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include "synth/slaughter.h"

// What one unit debones and packs of one slaughter day: a pure function of the world.
namespace gdo::synth {

// A cut: what a box may hold.
struct Sku {
  int code = 0;           // frozen: + 1
  std::string_view name;  // without CONG or RESF
  int least_pieces = 1;
  int most_pieces = 1;
};
std::span<const Sku> skus_of(int cut);  // tipo_corte 2, 3 or 4

// Some animals of a lot: positions [from, to).
struct Slice {
  const Slaughter* day = nullptr;
  std::size_t lot = 0;
  int from = 0;
  int to = 0;
};

// One desossa record: a row of (order number, slaughter unit, slaughter date). lotes_abate and the
// quarters may name other units and dates as well.
struct OrderRecord {
  const Slaughter* day = nullptr;  // sif_abate, dt_abate
  std::vector<Slice> slices;
};

// A production order: one cut, one market. Usually one record.
struct Order {
  const Unit* unit = nullptr;  // that debones
  int number = 0;
  int cut = 2;
  bool exported = false;
  bool frozen = false;
  int shelf_months = 0;  // 0: shelf_days
  int shelf_days = 0;
  int markets = 1;      // how many market ids
  Day slaughtered = 0;  // the day whose work this is
  Day produced = 0;     // dt_producao of the records
  std::vector<OrderRecord> records;
  std::uint64_t seed = 0;
  std::int64_t input_grams = 0;
  int box_count = 0;
  std::uint32_t first_barcode = 0;
  // With records of two slaughter dates: boxes carry one of them, or none.
  bool undated_boxes = false;
};

struct Box {
  std::uint32_t number = 0;            // of its barcode
  const Unit* barcode_unit = nullptr;  // whose barcode it is: the order's unit, but for one fault
  int sku = 0;                         // in skus_of(order.cut)
  Day slaughtered = 0;                 // dt_abate; 0 = not written
  Day produced = 0;
  Day packed = 0;
  Day expires = 0;
  int second_weighed = 0;
  int net = 0;      // 0.01 kg
  int primary = 0;  // tare, 0.01 kg
  int tare = 0;     // total, 0.01 kg
  int pieces = 0;
  std::uint64_t marks = 0;  // random bits: markets
};

// Looks at the days before and at the sister unit for quarters that come from there.
struct Deboning {
  Deboning(const World& world, const Unit& unit, int day_index);
  Deboning(const Deboning&) = delete;
  Deboning& operator=(const Deboning&) = delete;

  const Slaughter& today() const { return days.front(); }

  std::deque<Slaughter> days;  // its own first
  std::vector<Order> orders;
};

Box make_box(const Order& order, int index);
// 10000001ZZ, written into `memory`.
std::string_view barcode_text(const Unit& unit, std::uint32_t number, std::span<char, 10> memory);

constexpr std::uint32_t kBarcodesPerDay = 60'000;

}  // namespace gdo::synth
