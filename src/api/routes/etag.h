#pragma once

#include <optional>
#include <string>

#include "api/call.h"
#include "api/query/resource.h"

namespace gdo::api {

// The same for as long as no model changes a row of the tenant.
std::string gold_state(const std::string& tenant, pg::Connection& connection);

// What an answer from gold depends on: the tenant's last change of gold, who asks, and all that is
// asked. Weak, for the same rows may be compressed or not.
std::string entity_tag(const Call& call, pg::Connection& connection);

// 304 when the client has that answer already; nothing else was asked of the database yet.
std::optional<Response> not_modified(const Call& call, const std::string& tag);

void set_tag(Response& response, const std::string& tag);

}  // namespace gdo::api
