#pragma once

#include <string_view>

namespace gdo::gold {

// Small letters, digits and '_', a letter first: as tables, columns and models are named.
bool is_plain_name(std::string_view text);

}  // namespace gdo::gold
