#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// Where things come from and went: …/rastreabilidade, …/linhagem, and barcodes alone.
std::vector<Route> trace_routes();

}  // namespace gdo::api
