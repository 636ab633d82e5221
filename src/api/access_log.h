#pragma once

#include <string>

#include "api/http/handlers.h"

namespace gdo::api {

// A line of JSON on stderr for each request: never a value that was asked for, only which route.
void write_access_line(const Request& request, const std::string& route, const Outcome& outcome);

}  // namespace gdo::api
