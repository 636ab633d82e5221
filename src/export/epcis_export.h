#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/stop.h"
#include "export/export_output.h"
#include "trace/event_scope.h"

namespace gdo::exports {

// What creationDate says, ISO 8601: when the newest of the tenant's data was judged. So the same
// data give the same document, byte for byte, whenever it is made.
std::string epcis_created(pg::Connection& connection, const std::string& tenant);

// Writes one GS1 EPCIS 2.0 document (JSON-LD) with the events of the scope in the caller's open
// transaction, in the order of the chain; neither we nor the server hold more than some events at a
// time. `start`: goes on after that position, without a head. Gives the number of events in the
// whole document. Throws Error(interrupted) when asked to stop; what was reached is noted before.
std::int64_t export_epcis(pg::Connection& connection, const trace::EventScope& scope,
                          const std::string& created, const std::optional<ExportPosition>& start,
                          ExportOutput& output, const StopFlag& stop);

}  // namespace gdo::exports
