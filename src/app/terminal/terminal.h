#pragma once

namespace gdo::app {

// What can be done on one output stream.
struct Terminal {
  bool interactive = false;  // a person looks at it: lines may be redrawn
  bool colour = false;       // interactive, NO_COLOR is not set, TERM is not "dumb"
  int columns = 80;          // its width; of what is no terminal: 0 = unlimited
};

// descriptor: 1 or 2. Looks at the descriptor and the environment (NO_COLOR, TERM, COLUMNS).
Terminal describe_terminal(int descriptor);

}  // namespace gdo::app
