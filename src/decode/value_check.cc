#include "decode/value_check.h"

namespace gdo {
namespace {

enum CharClass : std::uint8_t { kDigit = 1, kHex = 2, kScalarEnd = 4, kEscape = 8 };

constexpr std::array<std::uint8_t, 256> char_classes() {
  std::array<std::uint8_t, 256> classes{};
  const auto set = [&classes](std::string_view chars, CharClass what) {
    for (const char c : chars) {
      auto& entry = classes[static_cast<unsigned char>(c)];
      entry = static_cast<std::uint8_t>(entry | what);
    }
  };
  set("0123456789", kDigit);
  set("0123456789abcdefABCDEF", kHex);
  set(" \t\n\r,]}", kScalarEnd);
  set("\"\\/bfnrt", kEscape);
  return classes;
}

constexpr std::array<std::uint8_t, 256> kClasses = char_classes();

bool is(char c, CharClass what) { return (kClasses[static_cast<unsigned char>(c)] & what) != 0; }

const char* behind_digits(const char* text) {
  while (is(*text, kDigit)) ++text;
  return text;
}

}  // namespace

bool ValueCheck::ends_scalar(char c) { return is(c, kScalarEnd); }

bool ValueCheck::is_escape(const char* text) {
  if (text[1] != 'u') return is(text[1], kEscape);
  return is(text[2], kHex) && is(text[3], kHex) && is(text[4], kHex) && is(text[5], kHex);
}

bool ValueCheck::is_number(const char* text) {
  if (*text == '-') ++text;
  if (!is(*text, kDigit)) return false;
  text = *text == '0' ? text + 1 : behind_digits(text);
  if (*text == '.') {
    if (!is(*++text, kDigit)) return false;
    text = behind_digits(text);
  }
  if (*text == 'e' || *text == 'E') {
    ++text;
    if (*text == '+' || *text == '-') ++text;
    if (!is(*text, kDigit)) return false;
    text = behind_digits(text);
  }
  return ends_scalar(*text);
}

}  // namespace gdo
