#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// Lists and rows of every resource.
std::vector<Route> resource_routes();

}  // namespace gdo::api
