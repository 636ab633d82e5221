#pragma once

#include <string_view>
#include <vector>

#include "synth/calendar.h"
#include "synth/deboning.h"

// What the tables must say once every file is in: the generator's own account of what it wrote.
namespace gdo::synth {

// The newest accepted version of something; later deliveries, and later places in one file, win.
template <typename T>
struct Versioned {
  Moment version = -1;
  T value{};

  bool exists() const { return version >= 0; }
  void accept(Moment when, const T& what) {
    if (when < version) return;
    version = when;
    value = what;
  }
};

struct LotTruth {
  bool scheduled = false;   // there is a row of escala
  bool documented = false;  // … with the producer's document
  bool seen = false;        // there is a half-carcass
};

// By unit, day and lot: World::units × World::days.
using LotTruths = std::vector<std::vector<LotTruth>>;
const LotTruth& truth_of(const LotTruths& truths, const Slice& slice);

// What an accepted row of desossa says of its source lots.
struct OrderFacts {
  bool no_lots = false;
  bool unknown_lot = false;  // a further lot without schedule and animals
};
using OrderTruth = std::vector<Versioned<OrderFacts>>;  // by OrderRecord

struct Flags {
  bool order = false;
  bool farms = false;
  bool animals = false;
  std::string_view reason{};  // of interface.md; empty = traceable
};

// Of boxes of an order with this slaughter date, 0 = without one (docs/dominio.md §1f, "Flags,
// exactly").
Flags flags_of(const Order& order, const OrderTruth& truth, Day slaughtered, const LotTruths& lots);

}  // namespace gdo::synth
