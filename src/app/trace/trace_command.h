#pragma once

#include <cstdint>
#include <string>

#include "app/context.h"

namespace gdo::app {

struct TraceRequest {
  std::string key;
  std::string tenant;       // empty = whichever has it
  std::int64_t limit = -1;  // of each list; 0 = all; -1 = as fits the form of the answer
  bool personal = false;    // in clear
  bool json = false;
};

// Prints the trace; gives the exit code. Throws Error(not_found) with what is known instead, or
// Error(config) with the things that the key may mean.
int trace_key(const TraceRequest& request, Context& context);

}  // namespace gdo::app
