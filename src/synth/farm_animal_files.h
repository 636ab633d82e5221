#pragma once

#include "synth/delivery.h"
#include "synth/slaughter.h"

namespace gdo::synth {

// Writes animais files of shape B: where the identified animals of the day lived, and some that
// still live there.
void write_farm_animal_files(const Slaughter& day, double dirty, Part& part);

}  // namespace gdo::synth
