#pragma once

#include "api/call.h"
#include "api/query/resource.h"

namespace gdo::api {

// GET /api/v1/<resource>: a page of rows, or with Accept: text/csv or application/jsonl all of
// them.
Response list_rows(Call& call, const Resource& resource);

// GET /api/v1/<resource>/{key}…: the row, or 404.
Response one_row(Call& call, const Resource& resource);

}  // namespace gdo::api
