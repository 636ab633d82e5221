#pragma once

#include <vector>

#include "api/routes/route.h"

namespace gdo::api {

// Whether a path is of the dashboard rather than of the API.
bool is_page_path(const Request& request);
// The dashboard's file at that path, under a strict policy; "/" is its frame. Throws Refused(404).
Response page_response(const Request& request);

}  // namespace gdo::api
