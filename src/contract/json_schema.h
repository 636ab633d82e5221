#pragma once

#include <string>

#include "contract/contract.h"

namespace gdo::contract {

// JSON Schema 2020-12 for one document (file) of the payload, as its producers should write it:
// pretty-printed, ending in a line feed. It accepts one record or an array of them; rules that a
// schema cannot say (check digits, sums, comparisons) are named in descriptions.
std::string json_schema(const Payload& payload);

}  // namespace gdo::contract
