#pragma once

#include <string>

#include "trace/trace.h"

namespace gdo::app {

// The document of `gdo trace --json`.
std::string trace_json(const trace::Trace& trace);

}  // namespace gdo::app
