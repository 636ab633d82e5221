#pragma once

#include <nlohmann/json.hpp>

#include "service/export/event_scope.h"

namespace gdo::service {

// Where the farms behind a box or a sale are, as Regulation (EU) 2023/1115 asks: a GeoJSON
// FeatureCollection (WGS-84, [longitude, latitude] with the digits they were sent with). Only the
// last farm of the animals is known: that says nothing of compliance. What is missing is listed:
// farms without coordinates, lots without a farm, boxes that are not traceable. The scope of the
// same key stands in the caller's open transaction. personal: producers' and farms' names as they
// are, else a person's as initials.
nlohmann::ordered_json eudr_collection(pg::Connection& connection, const EventScope& scope,
                                       const FoundKey& key, bool personal);

}  // namespace gdo::service
