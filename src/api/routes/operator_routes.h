#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// What operators do: the worklist, and how rejections and alerts end.
std::vector<Route> operator_routes();

}  // namespace gdo::api
