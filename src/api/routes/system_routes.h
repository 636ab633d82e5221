#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// /healthz, /readyz, /metrics. more_metrics: what others count, in the same format.
std::vector<Route> system_routes(Site& site, std::function<std::string()> more_metrics);

}  // namespace gdo::api
