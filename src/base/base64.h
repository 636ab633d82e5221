#pragma once

#include <string>
#include <string_view>

namespace gdo {

// Bytes that are no UTF-8 text travel in JSON and CSV like this (RFC 4648).
std::string base64(std::string_view bytes);

}  // namespace gdo
