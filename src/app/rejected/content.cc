#include "app/rejected/content.h"

#include <cstdint>

#include "base/error.h"

namespace gdo::app {
namespace {

unsigned digit_of(char hex) {
  if (hex >= '0' && hex <= '9') return static_cast<unsigned>(hex - '0');
  if (hex >= 'a' && hex <= 'f') return static_cast<unsigned>(hex - 'a') + 10;
  throw Error(ErrorKind::internal, "bytea is not in hex format");
}

}  // namespace

std::string bytes_of_hex(std::string_view bytea) {
  if (!bytea.starts_with("\\x")) throw Error(ErrorKind::internal, "bytea is not in hex format");
  std::string bytes;
  bytes.reserve(bytea.size() / 2);
  for (std::size_t i = 2; i + 1 < bytea.size(); i += 2) {
    bytes += static_cast<char>(digit_of(bytea[i]) * 16 + digit_of(bytea[i + 1]));
  }
  return bytes;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group <<= 8U;
      if (i + j < bytes.size()) group |= static_cast<unsigned char>(bytes[i + j]);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      const bool padding = i + j > bytes.size();
      text += padding ? '=' : kLetters[(group >> (18 - 6 * j)) & 63U];
    }
  }
  return text;
}

}  // namespace gdo::app
