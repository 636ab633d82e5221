#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// GET /api/v1/eventos: what happens, as it happens.
std::vector<Route> event_routes();

}  // namespace gdo::api
