#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gdo {

// Bytes that are no UTF-8 text travel in JSON and CSV like this (RFC 4648).
std::string base64(std::string_view bytes);

// The same for addresses and tokens: '-' and '_' in the place of '+' and '/', and no padding;
// nothing when a text is none of it.
std::string base64url(std::string_view bytes);
std::optional<std::string> bytes_of_base64url(std::string_view text);

}  // namespace gdo
