#pragma once

#include <cstddef>
#include <string_view>

namespace gdo {

// How many letters must be typed, dropped, changed or swapped to make one word of the other.
// Upper and lower case, '-' and '_' count as the same.
std::size_t edit_distance(std::string_view left, std::string_view right);

}  // namespace gdo
