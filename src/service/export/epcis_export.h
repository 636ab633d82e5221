#pragma once

#include <cstdint>
#include <string>

#include "base/stop.h"
#include "service/export/event_scope.h"
#include "service/export/export_output.h"

namespace gdo::service {

// Writes one GS1 EPCIS 2.0 document (JSON-LD) with the events of the scope in the caller's open
// transaction, in the order of the chain; memory holds one event at a time. `created`: ISO 8601, of
// the document. Gives the number of events. Throws Error(interrupted) when asked to stop.
std::int64_t export_epcis(pg::Connection& connection, const EventScope& scope,
                          const std::string& created, ExportOutput& output, const StopFlag& stop);

}  // namespace gdo::service
