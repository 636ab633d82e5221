#include "app/terminal/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

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

}  // namespace gdo::app
