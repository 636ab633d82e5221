#pragma once

#include <optional>
#include <string>

#include "api/call.h"
#include "api/query/resource.h"
#include "lineage/lineage.h"
#include "trace/trace_key.h"

namespace gdo::api {

// The key of a path as the graph knows the thing, when the caller may see its row; else
// Refused(404). The resource must be one of which there are traces.
trace::FoundKey subject_of(const Call& call, const Resource& resource, pg::Connection& connection,
                           const std::vector<std::string>& written);

// The same of the call's path, without asking for the row where the caller sees all of the
// tenant's: its trace says whether there is one.
trace::FoundKey traced_subject(const Call& call, const Resource& resource,
                               pg::Connection& connection);

// The same row for lineage, by the table's primary key.
lineage::TableKey row_of(const Call& call, const Resource& resource, pg::Connection& connection);

// What traces call the rows of a resource; empty = there are no traces of them.
std::string_view trace_type(const Resource& resource);

// The trace's document as this caller may see it.
nlohmann::ordered_json trace_for(const Call& call, pg::Connection& connection,
                                 const trace::FoundKey& key);

}  // namespace gdo::api
