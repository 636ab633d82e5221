#pragma once

#include <cstdint>
#include <string>

#include "app/context.h"

namespace gdo::app {

struct LineageRequest {
  std::string table;
  std::string key;
  std::string tenant;       // empty = whichever has it
  std::int64_t limit = 10;  // rows shown of each long list; 0 = all
  bool personal = false;    // the bytes themselves
  bool json = false;
};

// Prints where a row comes from, down to the bytes in the lake; 1 when a file or a record there is
// not as it was loaded, else 0. Throws Error(config) or Error(not_found) about the row.
int show_lineage(const LineageRequest& request, Context& context);

}  // namespace gdo::app
