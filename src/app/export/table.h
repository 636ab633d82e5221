#pragma once

#include "app/context.h"
#include "app/export/request.h"

namespace gdo::app {

// `gdo export TABLE`: its rows to a file or stdout. Gives the exit code.
int export_table(const ExportRequest& request, Context& context);

}  // namespace gdo::app
