#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/printable_text.h"

namespace gdo::app {

// How many columns a UTF-8 text takes on a terminal: wide letters take two, combining marks none.
// Broken UTF-8 counts a column a byte.
std::size_t text_width(std::string_view text);

// The text as it is when it fits, else its beginning and '…'.
std::string cut_to_width(std::string_view text, std::size_t columns);

// printable(), with every run of white space as one blank.
std::string one_line(std::string_view text);

// Breaks text at blanks into lines of at most `columns`; longer words stay whole. Line feeds stay.
// columns 0 = unlimited.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace gdo::app
