#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// /api/v1/sessao: POST {"chave": "gdo_…"} signs in, GET says who is signed in, DELETE signs out.
std::vector<Route> session_routes(Site& site);

}  // namespace gdo::api
