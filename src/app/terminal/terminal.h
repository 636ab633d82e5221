#pragma once

#include <string>
#include <string_view>

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

}  // namespace gdo::app
