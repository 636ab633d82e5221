#pragma once

#include <chrono>
#include <memory>

#include "app/context.h"
#include "config/settings.h"
#include "contract/contract.h"
#include "gold/models.h"
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

// How to reach the database of the settings, to fill it: as database() does, but creates the
// private PostgreSQL when there is none, and says so.
pg::ConnectOptions database_to_fill(Context& context);

// Throws Error(config) when DB_USER or DB_PASSWORD is set and DB_HOST is not: somebody who names a
// user means a server of theirs. What is loaded into another one would be gone from the lake, and
// missing there.
void refuse_half_settings(const config::LoadedSettings& loaded);

// How long a process may give no sign of life before others take over what it holds.
std::chrono::milliseconds lease_of(const config::Settings& settings);

// The gold models of the settings, which follow these contracts. Throws Error(config) with the file
// and line of everything that is wrong in the folder GDO_MODELS.
gold::Models models_in_use(const config::Settings& settings, const contract::Catalog& catalog);

// The same where no catalog is in hand.
gold::Models models_in_use(const config::Settings& settings);

}  // namespace gdo::app
