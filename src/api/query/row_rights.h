#pragma once

#include <string>
#include <string_view>

#include "api/keys.h"
#include "api/query/resource.h"

namespace gdo::api {

// Whether a role may read a resource at all. Source: docs/api.md, the table of roles.
bool may_read(Role role, const Resource& resource);
// Roles that work for a plant's operation: rejections, runs, alerts, worklists, recalls.
bool is_operator(Role role);

// The rows of a resource that a role sees among its tenant's, as a condition on t; `cnpjs` is the
// placeholder of the caller's CNPJs, an array. Empty = all.
std::string row_condition(Role role, const Resource& resource, std::string_view cnpjs);

}  // namespace gdo::api
