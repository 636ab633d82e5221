#pragma once

#include <string>

#include "synth/random.h"
#include "synth/world.h"

namespace gdo::synth {

// alphanumeric: the kind given out from July 2026 on, with letters among the first twelve.
std::string make_cnpj(Random& random, bool alphanumeric);
Farm make_farm(Random& random, int index);
Party make_customer(Random& random, int index);
Party make_carrier(Random& random, int index);
// count random characters of 0-9A-F.
std::string make_hex(Random& random, int count);

}  // namespace gdo::synth
