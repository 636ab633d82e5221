#pragma once

#include <vector>

#include "api/routes/route.h"
#include "api/sessions.h"

namespace gdo::api {

// /api/v1/sessao: POST {"chave": "gdo_…"} signs in, GET says who is signed in, DELETE signs out.
std::vector<Route> session_routes(Site& site, Sessions& sessions);

}  // namespace gdo::api
