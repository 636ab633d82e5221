#pragma once

#include <cstddef>
#include <string_view>

namespace gdo::decode {

// How many '\n' are in a text.
std::size_t count_newlines(std::string_view text) noexcept;

}  // namespace gdo::decode
