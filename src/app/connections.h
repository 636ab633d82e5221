#pragma once

#include <memory>

#include "app/context.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::app {

// How to reach the database of the settings. Starts the private PostgreSQL when DB_HOST is not set
// and it does not run. Throws Error(database_unreachable) or Error(config).
pg::ConnectOptions database(Context& context);

// The same database as the role that `gdo serve` works with, which sees one tenant at a time.
// Throws as database().
pg::ConnectOptions api_database(Context& context);

// The lake of the settings. Throws Error(config) when none is set. Reaches out to no server yet.
std::unique_ptr<store::ObjectStore> open_lake(const config::Settings& settings);
store::StoreOptions store_options(const config::Settings& settings);

}  // namespace gdo::app
