#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/stop.h"
#include "export/export_output.h"
#include "trace/event_scope.h"

// Documents for other systems: EPCIS events, and the places that EUDR asks for.
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

// What an EUDR document holds, and what it lacks.
struct EudrCount {
  std::int64_t farms = 0;  // features
  std::int64_t farms_without_place = 0;
  std::int64_t lots_without_farm = 0;
  std::int64_t boxes_untraceable = 0;
  std::uint64_t bytes = 0;
};

// Writes where the farms behind a box or a sale are, as Regulation (EU) 2023/1115 asks: a GeoJSON
// FeatureCollection (WGS-84, [longitude, latitude] with the very digits they were sent with). Only
// the last farm of the animals is known: that says nothing of compliance. What is missing is
// listed: farms without coordinates, lots without a farm, boxes that are not traceable. The scope
// of the same key stands in the caller's open transaction. personal: producers' and farms' names as
// they are, else a person's as initials.
EudrCount export_eudr(pg::Connection& connection, const trace::EventScope& scope,
                      const trace::FoundKey& key, bool personal, ExportOutput& output);

}  // namespace gdo::exports
