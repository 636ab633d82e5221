#pragma once

#include <nlohmann/json.hpp>

#include "trace/trace.h"

namespace gdo::trace {

// The document of `gdo trace --json`.
nlohmann::ordered_json trace_document(Trace trace);

}  // namespace gdo::trace
