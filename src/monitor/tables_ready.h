#pragma once

#include "pg/connection.h"

namespace gdo::monitor {

// For commands that only read. Throws Error(config) when this database has no tables of gdo, or
// those of an older version.
void require_tables(pg::Connection& connection);

}  // namespace gdo::monitor
