#pragma once

#include <vector>

#include "synth/delivery.h"
#include "synth/slaughter.h"
#include "synth/truth.h"

namespace gdo::synth {

// Writes the escala and animais files (both shapes) of one unit and day; returns what of them the
// tables will hold, by lot. dirty: the share of faulty records.
std::vector<LotTruth> write_slaughter_files(const Slaughter& day, double dirty, Part& part);

}  // namespace gdo::synth
