#pragma once

#include <string>
#include <string_view>

namespace gdo::pg {

// The bytes of a bytea column in text format ("\x7b7d"). Throws Error(internal) for other text.
std::string bytes_of_hex(std::string_view bytea);

}  // namespace gdo::pg
