#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// Everything that is served, its own description included. more_metrics: what others count.
std::vector<Route> all_routes(Site& site, std::function<std::string()> more_metrics = {});

}  // namespace gdo::api
