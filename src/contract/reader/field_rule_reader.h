#pragma once

#include <vector>

#include "contract/field.h"
#include "contract/reader/map_reader.h"

namespace gdo::contract {

// reject, null (also unquoted) or warn under the key `action`.
Action read_action(const MapReader& map, Action otherwise);

// The rules written at a field itself (range, set, pattern, length, check, not_future) and those of
// its list `rules`. field: complete but for its rules.
std::vector<FieldRule> read_field_rules(const MapReader& map, const Field& field);

// Compiles the expression; a mistake when it is wrong.
void check_pattern(const std::string& pattern, int line, const MapReader& where);

}  // namespace gdo::contract
