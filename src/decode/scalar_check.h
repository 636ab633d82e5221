#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace gdo::decode {

// The bytes that RFC 8259 tells apart, inside numbers and escapes and behind them.
enum class JsonByte : std::uint8_t { digit = 1, hex = 2, scalar_end = 4, escape = 8 };

constexpr std::array<std::uint8_t, 256> json_bytes() {
  std::array<std::uint8_t, 256> kinds{};
  const auto set = [&kinds](std::string_view bytes, JsonByte kind) {
    for (const char c : bytes) {
      auto& entry = kinds[static_cast<unsigned char>(c)];
      entry = static_cast<std::uint8_t>(entry | static_cast<std::uint8_t>(kind));
    }
  };
  set("0123456789", JsonByte::digit);
  set("0123456789abcdefABCDEF", JsonByte::hex);
  set(" \t\n\r,]}", JsonByte::scalar_end);
  set("\"\\/bfnrt", JsonByte::escape);
  return kinds;
}

inline bool is(JsonByte kind, char c) {
  static constexpr std::array<std::uint8_t, 256> kKinds = json_bytes();
  return (kKinds[static_cast<unsigned char>(c)] & static_cast<std::uint8_t>(kind)) != 0;
}

// Whether a text begins with a number, an escape or the word, followed by what may follow it inside
// an array or object. Each reads up to the first byte that does not belong, so there must be one.

inline const char* behind_digits(const char* text) {
  while (is(JsonByte::digit, *text)) ++text;
  return text;
}

inline bool begins_number(const char* text) {
  if (*text == '-') ++text;
  if (!is(JsonByte::digit, *text)) return false;
  text = *text == '0' ? text + 1 : behind_digits(text);
  if (*text == '.') {
    if (!is(JsonByte::digit, *++text)) return false;
    text = behind_digits(text);
  }
  if (*text == 'e' || *text == 'E') {
    ++text;
    if (*text == '+' || *text == '-') ++text;
    if (!is(JsonByte::digit, *text)) return false;
    text = behind_digits(text);
  }
  return is(JsonByte::scalar_end, *text);
}

inline bool begins_escape(const char* text) {
  if (text[1] != 'u') return is(JsonByte::escape, text[1]);
  return is(JsonByte::hex, text[2]) && is(JsonByte::hex, text[3]) && is(JsonByte::hex, text[4]) &&
         is(JsonByte::hex, text[5]);
}

inline bool begins_word(const char* text, std::string_view word) {
  return std::memcmp(text, word.data(), word.size()) == 0 &&
         is(JsonByte::scalar_end, text[word.size()]);
}

}  // namespace gdo::decode
