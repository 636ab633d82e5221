#pragma once

#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"
#include "pg/schema_step.h"

namespace gdo::raw {

using pg::SchemaStep;

// What the database lacks: migrations in order, then what the contracts ask for. Changes nothing.
// Throws Error(config) when the database is newer than the program.
std::vector<SchemaStep> plan_schema(pg::Connection& connection, const contract::Catalog& catalog);

// Does it, and returns what was done. Safe when several processes start together.
std::vector<SchemaStep> apply_schema(pg::Connection& connection, const contract::Catalog& catalog);

}  // namespace gdo::raw
