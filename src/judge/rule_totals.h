#pragma once

#include <cstdint>
#include <string>

#include "contract/rule.h"

namespace gdo::judge {

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
