#pragma once

#include <string>

#include "app/terminal/terminal.h"
#include "trace/trace.h"

namespace gdo::app {

// What the trace is of, whether it is traceable, what proves it, and what exactly is missing.
std::string verdict_text(const trace::Trace& trace, const Terminal& terminal);

}  // namespace gdo::app
