#pragma once

#include <string>
#include <string_view>

#include "config/settings.h"

namespace gdo::config {

// libpq keywords and values for a configured server (db.host is not empty). Holds the password:
// only for pg::ConnectOptions, never for a log or an error.
std::string connection_string(const DatabaseSettings& db);

// The same as a URI for psql, without the password (psql asks for it, or takes PGPASSWORD).
std::string connection_uri(const DatabaseSettings& db);

inline constexpr std::string_view kRedacted = "********";

// The text with every password it holds replaced by asterisks: user:password@ in a URI, and
// password=… as a query parameter or a libpq keyword. Anything else stays as it is.
std::string redact_uri(std::string_view text);

}  // namespace gdo::config
