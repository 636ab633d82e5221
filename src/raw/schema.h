#pragma once

#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"

namespace gdo::raw {

// One thing that `gdo migrate` would do, or did.
struct SchemaStep {
  std::string name;  // "0001_controle", "raw_animais"
  std::string sql;
};

// What the database lacks: migrations in order, then what the contracts ask for. Changes nothing.
// Throws Error(config) when the database is newer than the program.
std::vector<SchemaStep> plan_schema(pg::Connection& connection, const contract::Catalog& catalog);

// Does it, and returns what was done. Safe when several processes start together.
std::vector<SchemaStep> apply_schema(pg::Connection& connection, const contract::Catalog& catalog);

}  // namespace gdo::raw
