#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "contract/contract.h"
#include "contract/rule.h"
#include "judge/violation.h"
#include "values/value.h"

namespace gdo::judge {

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
  std::string rule;    // "faixa"; of a cleaning step its name in changes.h
  bool step = false;   // a cleaning step: only `changed` counts
  contract::Action action = contract::Action::warn;  // what its violations did
  std::uint64_t checked = 0;                         // values, or rows, that were asked
  std::uint64_t changed = 0;
  std::uint64_t violated = 0;
};

}  // namespace gdo::judge
