#pragma once

#include <chrono>
#include <memory>

#include "app/context.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::app {

// How to reach the database of the settings, to read what is there. Starts the private PostgreSQL
// when DB_HOST is not set and it does not run, but never creates one. Throws
// Error(database_unreachable), or Error(config) when there is none, or when DB_USER or DB_PASSWORD
// speak of another one.
pg::ConnectOptions database(Context& context);

// The same, to fill it: creates the private PostgreSQL when there is none, and says so.
pg::ConnectOptions database_to_fill(Context& context);

// Throws Error(config) when DB_USER or DB_PASSWORD is set and DB_HOST is not: somebody who names a
// user means a server of theirs. What is loaded into another one would be gone from the lake, and
// missing there.
void refuse_half_settings(const LoadedSettings& loaded);

// How long a process may give no sign of life before others take over what it holds.
std::chrono::milliseconds lease_of(const Settings& settings);

// The lake of the settings. Throws Error(config) when none is set. Reaches out to no server yet.
std::unique_ptr<ObjectStore> open_lake(const Settings& settings);
StoreOptions store_options(const Settings& settings);

}  // namespace gdo::app
