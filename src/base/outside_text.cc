#include "base/outside_text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace gdo {
namespace {

// Bytes of the UTF-8 sequence that starts at `at`, 0 when there is none (RFC 3629).
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const std::uint32_t first = byte(0);
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return continues(1) ? 2 : 0;
  if (first < 0xF0) {
    if (!continues(1) || !continues(2)) return 0;
    const std::uint32_t point = ((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U);
    return point >= 0x800 && (point < 0xD800 || point > 0xDFFF) ? 3 : 0;
  }
  if (first > 0xF4 || !continues(1) || !continues(2) || !continues(3)) return 0;
  const std::uint32_t high = ((first & 0x07U) << 6U) | (byte(1) & 0x3FU);
  return high >= 0x10 && high <= 0x10F ? 4 : 0;
}

}  // namespace

bool is_storable_text(std::string_view bytes) noexcept {
  for (std::size_t at = 0; at < bytes.size();) {
    const bool ascii = bytes[at] > 0;
    const std::size_t length = ascii ? 1 : sequence_length(bytes, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string storable_text(std::string_view bytes) {
  if (is_storable_text(bytes)) return std::string(bytes);
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) {
      text += fmt::format("\\x{:02X}", static_cast<unsigned char>(bytes[at]));
      ++at;
    } else {
      text += bytes.substr(at, length);
      at += length;
    }
  }
  return text;
}

std::string bytes_of_stored_text(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    unsigned value = 0;
    const bool escape =
        rest.size() >= 4 && rest.starts_with("\\x") &&
        std::from_chars(rest.data() + 2, rest.data() + 4, value, 16).ptr == rest.data() + 4 &&
        rest.substr(2, 2) == fmt::format("{:02X}", value) && (value == 0 || value >= 0x80);
    bytes += escape ? static_cast<char>(value) : rest.front();
    if (escape) at += 3;
  }
  return bytes;
}

bool is_printable(std::int32_t code_point) noexcept {
  const auto within = [&](std::int32_t first, std::int32_t last) {
    return code_point >= first && code_point <= last;
  };
  const bool control = code_point < 0x20 || within(0x7F, 0x9F);
  // Direction marks and line separators: invisible, and they turn a line around.
  return !control && !within(0x200E, 0x200F) && !within(0x2028, 0x202E) && !within(0x2066, 0x2069);
}

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    utf8proc_int32_t code = -1;
    const auto length = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size(), 4));
    const utf8proc_ssize_t read =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), length, &code);
    const auto bytes = static_cast<std::size_t>(std::max<utf8proc_ssize_t>(read, 1));
    if (read > 0 && is_printable(code)) {
      result += text.substr(0, bytes);
    } else {
      result += '?';
    }
    text.remove_prefix(bytes);
  }
  return result;
}

}  // namespace gdo
