#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/edit_distance.h"

namespace gdo::config {

// The word that was probably meant, for "did you mean …?"; empty when none is near.
std::optional<std::string> nearest_word(std::string_view typed, std::span<const std::string> known);

}  // namespace gdo::config
