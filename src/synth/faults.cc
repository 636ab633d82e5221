#include "synth/faults.h"

#include <algorithm>

namespace gdo::synth {

std::span<const Edit> Fault::used_edits() const {
  const auto end = std::find_if(edits.begin(), edits.end(),
                                [](const Edit& edit) { return edit.kind == Edit::Kind::none; });
  return {edits.begin(), end};
}

const Fault* FaultPicker::draw(std::span<const Fault> table) {
  std::uint32_t total = 0;
  for (const Fault& fault : table) {
    if (punctual_ || !fault.punctual) total += fault.weight;
  }
  std::uint32_t drawn = random_.below(total);
  for (const Fault& fault : table) {
    if (!punctual_ && fault.punctual) continue;
    if (drawn < fault.weight) return &fault;
    drawn -= fault.weight;
  }
  return nullptr;
}

}  // namespace gdo::synth
