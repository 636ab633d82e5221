#pragma once

#include <string>

#include "config/settings.h"

namespace gdo::config {

// libpq keywords and values for a configured server (db.host is not empty). Holds the password:
// only for pg::ConnectOptions, never for a log or an error.
std::string connection_string(const DatabaseSettings& db);

// The same as a URI for psql, without the password (psql asks for it, or takes PGPASSWORD).
std::string connection_uri(const DatabaseSettings& db);

}  // namespace gdo::config
