#pragma once

#include "app/context.h"
#include "app/export/request.h"

namespace gdo::app {

// `gdo export trace`: the whole traces of keys, as a table or as farms on a map. Gives the exit
// code: 1 when a key of a file has no answer. A key among the arguments that has none throws
// Error(not_found) or Error(config) before anything is written.
int export_trace(const ExportRequest& request, Context& context);

}  // namespace gdo::app
