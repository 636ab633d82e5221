#pragma once

#include <string>

#include "trace/trace.h"

namespace gdo::app {

// The document of `gdo trace --json`.
std::string trace_json(const service::Trace& trace);

}  // namespace gdo::app
