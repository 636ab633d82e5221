#pragma once

#include <chrono>

#include "app/context.h"
#include "pg/connection.h"

namespace gdo::app {

// How to reach the database of the settings, to fill it: as database() does, but creates the
// private PostgreSQL when there is none, and says so.
pg::ConnectOptions database_to_fill(Context& context);

// Throws Error(config) when DB_USER or DB_PASSWORD is set and DB_HOST is not: somebody who names a
// user means a server of theirs. What is loaded into another one would be gone from the lake, and
// missing there.
void refuse_half_settings(const config::LoadedSettings& loaded);

// How long a process may give no sign of life before others take over what it holds.
std::chrono::milliseconds lease_of(const config::Settings& settings);

}  // namespace gdo::app
