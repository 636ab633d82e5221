#pragma once

#include <functional>
#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// GET /api/v1/painel/…: what the dashboard's pages show, each the one document of a query in
// sql/painel/, whose line "-- parametros:" names what may be asked. For operators.
// settings: name, value and source of every setting, without secrets.
std::vector<Route> panel_routes(std::function<nlohmann::ordered_json()> settings);

}  // namespace gdo::api
