#pragma once

#include <string>

#include "app/context.h"
#include "app/run/run_layers.h"

namespace gdo::app {

// Reports to OPENLINEAGE_URL what the layers of a run did, each as a run of the job gdo.<layer>
// that read and wrote these folders and tables; layers that found nothing to do are not reported.
// Where nothing is set, nobody is. A target that does not take events stops nothing: it is said.
// lake: its URI.
void report_lineage(const RunReport& report, const std::string& lake, Context& context);

}  // namespace gdo::app
