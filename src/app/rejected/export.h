#pragma once

#include <string>

#include "app/context.h"
#include "app/rejected/filter.h"

namespace gdo::app {

struct RejectedExportRequest {
  RejectedFilter filter;
  std::string format = "jsonl";  // or csv
};

// `gdo rejected export`: all of them on stdout, with their original bytes, in bounded memory. Gives
// the exit code.
int export_rejected(const RejectedExportRequest& request, Context& context);

}  // namespace gdo::app
