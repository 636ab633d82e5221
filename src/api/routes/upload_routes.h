#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// POST /api/v1/payloads/{payload}: a document into pending/; …/validacao: only its verdicts.
std::vector<Route> upload_routes(const Site& site);

}  // namespace gdo::api
