#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "contract/field.h"
#include "contract/rule.h"
#include "judge/violation.h"
#include "values/text_arena.h"
#include "values/value.h"

namespace gdo::judge {

// The violations of one item, as they are found.
class Findings {
 public:
  // More than this many are counted no further: what is wrong is plain by then.
  static constexpr std::size_t kMost = 1'000;

  // Where the next violations are: the record, the object that lacks a field, and, in a child
  // array, which element.
  struct Place {
    const char* record = nullptr;
    const char* object = nullptr;
    std::string_view list;
    std::int32_t element = 0;
  };

  explicit Findings(values::TextArena& arena) : arena_(&arena) {}

  void clear();
  // Takes over what was found in the record above.
  void start_with(const Findings& header);

  void set_place(const Place& place) { place_ = place; }
  [[nodiscard]] const Place& place() const { return place_; }

  // token: the value as it came, absent if there is none.
  void add(std::string_view rule, const contract::Field& field, contract::Action action,
           const Message& message, const values::Token& token);
  // The same for a member that is no field.
  void add(std::string_view rule, std::string_view member, contract::Action action,
           const Message& message, const values::Token& token);

  // What an element of a list does to itself only: between the two, rejected() is about it alone.
  // If it is then, what was found of it is noted: it is left out, and nothing else is rejected.
  struct Element {
    std::size_t found = 0;
    bool rejected = false;
  };
  [[nodiscard]] Element begin_element();
  void end_element(Element element);

  [[nodiscard]] bool rejected() const { return rejected_; }
  [[nodiscard]] std::span<const Violation> all() const { return all_; }

 private:
  void add(Violation violation, const values::Token& token);
  [[nodiscard]] std::string_view shown(const values::Token& token);

  values::TextArena* arena_;
  std::vector<Violation> all_;
  bool rejected_ = false;
  Place place_;
  std::string scratch_;
};

struct ChildRow {
  std::int32_t number = 0;                // its place in the array, from 1: nr_item
  std::span<const values::Value> values;  // for the child's columns
  std::string_view extras;                // JSON object; empty = none
};

struct ChildRows {
  const contract::Child* child = nullptr;
  std::span<const ChildRow> rows;
};

// What became of one item: exactly one row set, or violations and no row. Everything it points to
// lives until the sink that it was given to returns.
struct ItemVerdict {
  const contract::Contract* contract = nullptr;  // null: the record is of no known shape
  std::int32_t number = 0;                       // from 1; 0 = the record itself
  std::uint32_t offset = 0;                      // of the item in the record, in bytes
  std::uint32_t size = 0;
  bool accepted = false;
  // All of them when rejected; when accepted, what was noted: values dropped, and warnings.
  std::span<const Violation> violations;
  // Accepted only:
  std::span<const values::Value> row;   // for the columns of the contract's table
  std::span<const ChildRows> children;  // one for each stored child
  std::string_view extras;              // dados_extras as a JSON object; empty = none
};

// For the quality report: what one rule, or one cleaning step, did since the counts were last
// taken.
struct RuleTotals {
  std::string entity;  // of the contract, or of the child
  std::string field;   // under its JSON name
  std::string rule;    // "faixa"; of a cleaning step its name in text_steps.h
  bool step = false;   // a cleaning step: only `changed` counts
  contract::Action action = contract::Action::warn;  // what its violations did
  std::uint64_t checked = 0;                         // values, or rows, that were asked
  std::uint64_t changed = 0;
  std::uint64_t violated = 0;
};

}  // namespace gdo::judge
