#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// GET /api/v1/recall: every box that a farm, lot or animal may be in.
std::vector<Route> recall_routes();

}  // namespace gdo::api
