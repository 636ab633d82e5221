#include "values/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/encodings.h"

namespace gdo::values {
namespace {

struct CodePoint {
  utf8proc_int32_t value = -1;  // negative: not UTF-8
  std::size_t size = 1;
};

CodePoint decode(std::string_view text, std::size_t at) {
  utf8proc_int32_t value = -1;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  const auto size =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  if (size < 1) return {};
  return {value, static_cast<std::size_t>(size)};
}

void append(std::string& out, utf8proc_int32_t code_point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(code_point, bytes.data());
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_space(utf8proc_int32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  switch (c) {
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return true;
    default:
      return c >= 0x2000 && c <= 0x200A;
  }
}

// Nothing to see, and no letter either: left behind at the ends of spreadsheet cells.
bool is_invisible(utf8proc_int32_t c) { return c == 0x200B || c == 0x2060 || c == 0xFEFF; }

bool is_trimmed(utf8proc_int32_t c) { return is_space(c) || is_invisible(c); }

// The start of the last code point of a text that is not empty.
std::size_t last_start(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && text.size() - at < 4 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) {
    --at;
  }
  return at;
}

using Utf8procText = std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)>;

// Empty when utf8proc refuses the text.
Utf8procText map(std::string_view text, utf8proc_option_t options, std::size_t& size) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  size = length < 0 ? 0 : static_cast<std::size_t>(length);
  if (length < 0) {
    std::free(mapped);
    mapped = nullptr;
  }
  return {mapped, &std::free};
}

// Whether no code point can make the text differ from its form C: all are below U+0300, the first
// combining mark, and all of those are in form C. True for Portuguese as keyboards make it.
bool surely_nfc(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) >= 0xCC; });
}

bool is_ascii(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080ULL) != 0) return false;
  }
  for (; at < text.size(); ++at) {
    if (static_cast<unsigned char>(text[at]) >= 0x80) return false;
  }
  return true;
}

}  // namespace

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const CodePoint first = decode(text, 0);
    if (!is_trimmed(first.value)) break;
    text.remove_prefix(first.size);
  }
  while (!text.empty()) {
    const std::size_t at = last_start(text);
    if (!is_trimmed(decode(text, at).value)) break;
    text = text.substr(0, at);
  }
  return text;
}

std::string_view collapse_spaces(std::string_view text, std::string& scratch) {
  scratch.clear();
  bool changed = false;
  bool after_space = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    if (!is_space(c.value)) {
      scratch.append(text, at, c.size);
      after_space = false;
    } else {
      changed = changed || after_space || c.value != ' ';
      if (!after_space) scratch += ' ';
      after_space = true;
    }
    at += c.size;
  }
  return changed ? std::string_view(scratch) : text;
}

std::string_view to_nfc(std::string_view text, std::string& scratch) {
  if (surely_nfc(text)) return text;
  std::size_t size = 0;
  const auto mapped =
      map(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE), size);
  if (mapped == nullptr) return text;
  const std::string_view composed(reinterpret_cast<const char*>(mapped.get()), size);
  if (composed == text) return text;
  scratch.assign(composed);
  return scratch;
}

std::string_view to_upper(std::string_view text, std::string& scratch) {
  const bool upper_already = std::none_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  });
  if (upper_already) return text;
  scratch.clear();
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      scratch += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      ++at;
      continue;
    }
    const CodePoint point = decode(text, at);
    if (point.value < 0) {
      scratch += c;
    } else {
      append(scratch, utf8proc_toupper(point.value));
    }
    at += point.size;
  }
  return scratch == text ? text : std::string_view(scratch);
}

std::string match_form(std::string_view text) {
  std::string spaces;
  const std::string_view collapsed = collapse_spaces(trim(text), spaces);
  std::string upper;
  if (is_ascii(collapsed)) return std::string(to_upper(collapsed, upper));
  std::size_t size = 0;
  const auto mapped =
      map(collapsed,
          static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK),
          size);
  if (mapped == nullptr) return std::string(collapsed);
  const std::string bare(reinterpret_cast<const char*>(mapped.get()), size);
  return std::string(to_upper(bare, upper));
}

bool is_clean(std::string_view text) {
  if (text.empty()) return true;
  if (is_ascii_space(text.front()) || is_ascii_space(text.back())) return false;
  char before = 'x';
  bool ascii = true;
  for (const char c : text) {
    if (is_ascii_space(c) && (c != ' ' || before == ' ')) return false;
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    before = c;
  }
  if (ascii) return true;
  std::string scratch;
  return trim(text).size() == text.size() && collapse_spaces(text, scratch).data() == text.data() &&
         to_nfc(text, scratch).data() == text.data();
}

std::string_view cut_text(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80) --bytes;
  return text.substr(0, bytes);
}

Unescaped unescape_json(std::string_view escaped, std::string& out) {
  if (escaped.find('\\') == std::string_view::npos) return {escaped, false};
  out.clear();
  const bool is_text = append_unescaped(escaped, out);
  return {out, !is_text};
}

}  // namespace gdo::values
