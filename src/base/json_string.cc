#include "base/json_string.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace gdo {
namespace {

constexpr std::uint32_t kReplacement = 0xfffd;

void append_utf8(std::uint32_t code, std::string& out) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0U | code >> 6U);
  } else {
    if (code < 0x10000) {
      put(0xe0U | code >> 12U);
    } else {
      put(0xf0U | code >> 18U);
      put(0x80U | (code >> 12U & 0x3fU));
    }
    put(0x80U | (code >> 6U & 0x3fU));
  }
  put(0x80U | (code & 0x3fU));
}

// The code unit of a \uXXXX at the front of `text`; takes it.
std::optional<std::uint32_t> take_unit(std::string_view& text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : text.substr(2, 4)) {
    const auto letter = static_cast<std::uint32_t>(static_cast<unsigned char>(c)) | 0x20U;
    unit = unit << 4U | (letter >= 'a' ? letter - 'a' + 10 : static_cast<unsigned>(c - '0'));
  }
  text.remove_prefix(6);
  return unit & 0xffffU;
}

bool append_unit(std::string_view& text, std::string& out) {
  const std::uint32_t unit = *take_unit(text);
  std::uint32_t code = unit;
  bool is_text = unit != 0;
  if (unit >= 0xd800 && unit < 0xe000) {
    std::string_view behind = text;
    const std::uint32_t low = take_unit(behind).value_or(0);
    is_text = unit < 0xdc00 && low >= 0xdc00 && low < 0xe000;
    if (is_text) {
      text = behind;
      code = 0x10000 + ((unit - 0xd800) << 10U) + (low - 0xdc00);
    }
  }
  append_utf8(is_text ? code : kReplacement, out);
  return is_text;
}

char simple_escape(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;
  }
}

}  // namespace

bool append_unescaped(std::string_view escaped, std::string& out) {
  bool is_text = true;
  while (!escaped.empty()) {
    const std::size_t plain = std::min(escaped.find('\\'), escaped.size());
    out.append(escaped.substr(0, plain));
    escaped.remove_prefix(plain);
    if (escaped.size() < 2) break;
    if (escaped[1] != 'u') {
      out.push_back(simple_escape(escaped[1]));
      escaped.remove_prefix(2);
      continue;
    }
    if (escaped.size() < 6) break;
    is_text = append_unit(escaped, out) && is_text;
  }
  return is_text;
}

}  // namespace gdo
