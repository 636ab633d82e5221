#pragma once

#include <cstdint>

#include "export/export_output.h"
#include "trace/event_scope.h"

namespace gdo::exports {

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
