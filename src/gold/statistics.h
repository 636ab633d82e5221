#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"

// What the planner knows about tables that were just filled. Autovacuum tells it within minutes; a
// first load would be planned for empty tables until then, and takes ten times as long.
namespace gdo::gold {

// How many rows the planner expects of a query, which is not run.
double planned_rows(pg::Connection& connection, const std::string& query,
                    const std::vector<pg::Param>& params);

// ANALYZEs the trusted tables that never were, and all those that do not know a tenant of whom many
// changes wait; `workers` at the same time. Partitioned ones autovacuum never looks at.
void learn_new_inputs(pg::Connection& idle, const pg::ConnectOptions& database, int workers);

// ANALYZEs a model's table when so many changed rows make a difference to what is known of it, or
// it is not known to hold rows of the tenant whose they are: those who read it next are planned for
// it.
void analyze_if_changed(pg::Connection& idle, const std::string& table, std::int64_t changed_rows,
                        const std::string& tenant);

}  // namespace gdo::gold
