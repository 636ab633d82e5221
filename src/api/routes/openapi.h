#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// The OpenAPI 3.1 document of these routes: made from the very table that serves them.
nlohmann::ordered_json openapi_document(const std::vector<Route>& routes);

// /api/v1/openapi.json and /docs; the routes are those that the document describes.
std::vector<Route> document_routes(const std::vector<Route>& routes);

}  // namespace gdo::api
