#pragma once

#include <vector>

#include "api/routes/route.h"
#include "config/settings.h"

namespace gdo::api {

// GET /api/v1/painel/…: what the dashboard's pages show, each the one document of a query in
// sql/painel/, whose line "-- parametros:" names what may be asked. For operators.
// settings: of the program; secrets among them are redacted.
std::vector<Route> panel_routes(std::vector<config::SettingOrigin> settings);

}  // namespace gdo::api
