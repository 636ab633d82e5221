#pragma once

#include <nlohmann/json.hpp>

#include "contract/field.h"

namespace gdo::contract {

using Json = nlohmann::ordered_json;  // members in the order in which people read them

// JSON Schema of one field's value: what its type, sets, ranges and patterns say, in the forms that
// are taken for it (a number as text, text as a number), and null if it is optional.
Json field_schema(const Field& field);

}  // namespace gdo::contract
