#pragma once

#include <string>
#include <vector>

#include "pg/connection.h"

namespace gdo::gold {

// Every tenant of which trusted or gold may hold rows, in order.
std::vector<std::string> known_tenants(pg::Connection& connection);

}  // namespace gdo::gold
