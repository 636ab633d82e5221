#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/outside_text.h"

namespace gdo::app {

// What can be done on one output stream.
struct Terminal {
  bool interactive = false;  // a person looks at it: lines may be redrawn
  bool colour = false;       // interactive, NO_COLOR is not set, TERM is not "dumb"
  int columns = 80;          // its width; of what is no terminal: 0 = unlimited
};

// descriptor: 1 or 2. Looks at the descriptor and the environment (NO_COLOR, TERM, COLUMNS).
Terminal describe_terminal(int descriptor);

// Puts something in the place of a stdin, stdout or stderr that is closed, or a file or connection
// opened later would get its number, and what is printed. Using it fails, as before. Call it first.
void occupy_standard_streams();

// Messages for a person. What stderr does not take (closed, a full disk) is lost, and stops
// nothing.
void write_stderr(std::string_view text) noexcept;

enum class Style { plain, bold, dim, good, warning, bad, accent };

// The text in its colours, or as it is when the terminal shows none.
std::string styled(std::string_view text, Style style, bool colour);

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
