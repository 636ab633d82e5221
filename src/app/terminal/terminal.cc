#include "app/terminal/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

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

}  // namespace gdo::app
