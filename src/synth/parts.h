#pragma once

#include <cstddef>
#include <functional>

#include "base/stop.h"
#include "synth/delivery.h"

namespace gdo::synth {

struct PartsOptions {
  std::filesystem::path pending;
  int threads = 1;
  const StopFlag* stop = nullptr;
};

// Makes parts 0 … count - 1 on several threads and hands each, when it is made, to `done`: in the
// order of their numbers, one at a time. Rethrows what a part threw; Error(interrupted) when asked
// to stop.
void make_parts(std::size_t count, const PartsOptions& options,
                const std::function<void(std::size_t, Part&)>& make,
                const std::function<void(Part&)>& done);

}  // namespace gdo::synth
