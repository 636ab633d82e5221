#pragma once

#include <string>

#include "app/context.h"

namespace gdo::app {

struct LineageRequest {
  std::string table;
  std::string key;
  std::string tenant;  // empty = whichever has it
  bool everything = false;
  bool json = false;
};

// Prints where a row comes from, down to the bytes in the lake; 1 when one of them is not as it was
// loaded, else 0. Throws Error(config) or Error(not_found) about the row.
int show_lineage(const LineageRequest& request, Context& context);

}  // namespace gdo::app
