#include "base/printable_text.h"

#include <utf8proc.h>

#include <algorithm>

namespace gdo {

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
