#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "synth/json_writer.h"
#include "synth/random.h"

// What can be wrong with one item of a generated file, and what must be said of it. The verdicts
// are written down here, from docs/dominio.md and interface.md; no code that judges is asked.
namespace gdo::synth {

enum class Verdict {
  accepted,          // perhaps with values dropped or warnings
  rejected_trusted,  // raw loads the record, trusted refuses the item
  rejected_raw,
};

// What a fault does besides its edits.
enum class Effect {
  none,
  duplicate,        // the record (or box) is written twice
  unknown_shape,    // neither an animal nor a half-carcass
  too_deep,         // nested beyond what is read
  broken_line,      // not JSON; only in JSON Lines
  other_lot,        // a half-carcass under a lot that no schedule has
  no_document,      // the producer's document is dropped
  no_lots,          // an order without source lots
  unknown_lot,      // an order with a source lot that no schedule has
  other_date,       // a box whose slaughter date its order does not have
  foreign_barcode,  // a box with a barcode of the tenant's other unit
  orphan_line,      // a sold box that no plant made
  sold_before,      // a box that was sold already
};

struct Fault {
  std::string_view name;  // `falha`
  unsigned weight = 1;    // among the faults of its table
  Verdict verdict = Verdict::accepted;
  std::array<Edit, kMaxEdits> edits{};
  // Violations of the item itself, separated by commas: "faixa:peso_liquido,tipo:dt_validade".
  std::string_view rules{};
  // Violations that a judge may as well report: docs/dominio.md leaves it open. A rule alone is
  // that rule on any field.
  std::string_view possible{};
  // What only a look at other records, and later arrivals, can find.
  std::string_view alerts{};
  Effect effect = Effect::none;
  // Only in a file that arrives once and on time: whether a date is in the future depends on it.
  bool punctual = false;

  std::span<const Edit> used_edits() const;
};

std::span<const Fault> carcass_faults();
std::span<const Fault> farm_animal_faults();
std::span<const Fault> schedule_faults();
std::span<const Fault> order_faults();
std::span<const Fault> box_faults();
std::span<const Fault> box_header_faults();
std::span<const Fault> sale_faults();

// Draws which items of one file are faulty, and how.
class FaultPicker {
 public:
  // rate: the share of items with a fault, 0 to 1.
  FaultPicker(std::uint64_t seed, double rate, bool punctual)
      : random_(seed),
        threshold_(static_cast<std::uint64_t>(rate * 4294967296.0)),
        punctual_(punctual) {}

  // Null = a faultless item.
  const Fault* pick(std::span<const Fault> table) {
    return random_.under(threshold_) ? draw(table) : nullptr;
  }

 private:
  const Fault* draw(std::span<const Fault> table);

  Random random_;
  std::uint64_t threshold_;
  bool punctual_;
};

}  // namespace gdo::synth
