#pragma once

#include <vector>

#include "api/rights.h"
#include "app/cli/command.h"
#include "app/context.h"
#include "contract/contract.h"
#include "gold/models.h"
#include "pg/connection.h"
#include "pg/distributed.h"

// The tables of all layers, in the order in which they need each other.

namespace gdo::app {

Command migrate_command(Context& context);

// What is to be done. Changes nothing. Before the control tables exist, what the contracts ask of
// trusted is planned as for an empty database.
std::vector<pg::SchemaStep> plan_tables(pg::Connection& connection,
                                        const contract::Catalog& catalog,
                                        const gold::Models& models);

// Does it, and returns what was done. Roles, rights and views follow the tables; what of those our
// login may not make stops nothing: rights, when given, says what it is.
std::vector<pg::SchemaStep> migrate_tables(pg::Connection& connection,
                                           const contract::Catalog& catalog,
                                           const gold::Models& models,
                                           api::RightsReport* rights = nullptr);

}  // namespace gdo::app
