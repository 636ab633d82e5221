#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gdo {

// Two small digits a byte.
std::string hex_of(std::string_view bytes);
template <typename Bytes>
std::string hex_of(const Bytes& bytes) {
  return hex_of(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

// The other way, small or capital digits; nothing when they are not all digits, or an odd number.
std::optional<std::string> bytes_of_hex(std::string_view hex);

// 0 to 15; -1 when it is no digit.
int hex_digit(char c);

}  // namespace gdo
