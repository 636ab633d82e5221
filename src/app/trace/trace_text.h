#pragma once

#include <string>

#include "app/terminal/terminal.h"
#include "trace/trace.h"

namespace gdo::app {

// A trace for reading: what it is of, whether it is proven and by what, then a tree of where it
// comes from and one of where it went.
std::string trace_text(const trace::Trace& trace, const Terminal& terminal);

}  // namespace gdo::app
