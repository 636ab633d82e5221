#pragma once

#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"
#include "pg/schema_step.h"

// The tables of all layers, in the order in which they need each other.
namespace gdo::app {

// What is to be done. Changes nothing. Before the control tables exist, what the contracts ask of
// trusted is planned as for an empty database.
std::vector<pg::SchemaStep> plan_tables(pg::Connection& connection,
                                        const contract::Catalog& catalog);

// Does it, and returns what was done.
std::vector<pg::SchemaStep> bring_tables_forward(pg::Connection& connection,
                                                 const contract::Catalog& catalog);

}  // namespace gdo::app
