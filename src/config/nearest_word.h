#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gdo {

// How many letters must be typed, dropped, changed or swapped to make one word of the other.
// Upper and lower case, '-' and '_' count as the same.
std::size_t edit_distance(std::string_view left, std::string_view right);

// The word that was probably meant, for "did you mean …?"; empty when none is near.
std::optional<std::string> nearest_word(std::string_view typed, std::span<const std::string> known);

}  // namespace gdo
