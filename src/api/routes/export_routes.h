#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// Documents for other systems: EPCIS events and EUDR's places, of one box or sale.
std::vector<Route> export_routes();

}  // namespace gdo::api
