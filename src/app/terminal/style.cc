#include "app/terminal/style.h"

#include <fmt/format.h>

namespace gdo::app {
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
