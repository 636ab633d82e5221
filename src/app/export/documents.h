#pragma once

#include "app/context.h"
#include "app/export/request.h"

namespace gdo::app {

// `gdo export epcis` and `gdo export eudr`: a document about a box or a sale (epcis: or of some
// days). Give the exit code. Throw Error(not_found) or Error(config) when the key is none, or not
// one.
int export_epcis(const ExportRequest& request, Context& context);
int export_eudr(const ExportRequest& request, Context& context);

}  // namespace gdo::app
