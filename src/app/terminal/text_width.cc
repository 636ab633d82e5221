#include "app/terminal/text_width.h"

#include <utf8proc.h>

#include <algorithm>

namespace gdo::app {
namespace {

struct Letter {
  std::size_t bytes = 1;
  std::size_t columns = 1;
};

// The letter at the beginning of the text, which is not empty.
Letter first_letter(std::string_view text) {
  utf8proc_int32_t code = -1;
  const auto length = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size(), 4));
  const utf8proc_ssize_t bytes =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), length, &code);
  if (bytes <= 0 || code < 0) return {};
  const int columns = is_printable(code) ? std::max(0, utf8proc_charwidth(code)) : 1;
  return {static_cast<std::size_t>(bytes), static_cast<std::size_t>(columns)};
}

}  // namespace

std::size_t text_width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Letter letter = first_letter(text);
    columns += letter.columns;
    text.remove_prefix(letter.bytes);
  }
  return columns;
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (text_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::size_t bytes = 0;
  std::size_t used = 0;
  while (bytes < text.size()) {
    const Letter letter = first_letter(text.substr(bytes));
    if (used + letter.columns > columns - 1) break;
    used += letter.columns;
    bytes += letter.bytes;
  }
  return std::string(text.substr(0, bytes)) + "…";
}

std::string one_line(std::string_view text) {
  std::string result;
  bool blank = false;
  for (const char letter : text) {
    const bool white = letter == ' ' || (letter >= '\t' && letter <= '\r');
    if (!white && blank && !result.empty()) result += ' ';
    if (!white) result += letter;
    blank = white;
  }
  return printable(result);
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    if (text.front() == '\n') {
      lines.emplace_back();
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    const bool full = columns > 0 && !lines.back().empty() &&
                      text_width(lines.back()) + 1 + text_width(word) > columns;
    if (full) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
    text.remove_prefix(end);
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
  return lines;
}

}  // namespace gdo::app
