#include "app/terminal/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace gdo::app {
namespace {

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

int width_of(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const int columns = std::atoi(std::string(environment("COLUMNS")).c_str());
  return columns > 0 ? columns : 80;
}

}  // namespace

Terminal describe_terminal(int descriptor) {
  Terminal terminal;
  const std::string_view type = environment("TERM");
  terminal.interactive = isatty(descriptor) == 1 && !type.empty() && type != "dumb";
  terminal.colour = terminal.interactive && environment("NO_COLOR").empty();
  terminal.columns = isatty(descriptor) == 1 ? width_of(descriptor) : 0;
  return terminal;
}

void occupy_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    // The lowest free number is this one: those before it are open.
    const int flags = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", flags) < 0) return;
  }
}

void write_stderr(std::string_view text) noexcept {
  const std::size_t written = std::fwrite(text.data(), 1, text.size(), stderr);
  static_cast<void>(written);  // nowhere to report it
  std::fflush(stderr);
}

namespace {

// Select Graphic Rendition (ECMA-48), the sixteen colours every terminal has.
std::string_view code_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::bold:
      return "1";
    case Style::dim:
      return "2";
    case Style::good:
      return "32";
    case Style::warning:
      return "33";
    case Style::bad:
      return "31";
    case Style::accent:
      return "36";
  }
  return "";
}

}  // namespace

std::string styled(std::string_view text, Style style, bool colour) {
  if (!colour || style == Style::plain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(style), text);
}

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
