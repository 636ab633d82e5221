#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::pg {

// One step from one version of the tables to the next. Once released, its text never changes.
struct Migration {
  int version = 0;  // from 1, ascending
  std::string name;
  std::string sql;  // without BEGIN or COMMIT
};

// Those that this database has not seen, in order. Changes nothing. Throws Error(config) when the
// database is newer than the program, or an applied migration's text has changed since.
std::vector<Migration> plan(Connection& connection, std::span<const Migration> migrations);

// Applies those, each in one transaction together with its row in table migracao, and returns them.
// When several processes do this at once, one works and the others wait and find it done. Throws as
// plan() does, and Error(database) naming the migration that failed; those before it stay.
std::vector<Migration> migrate(Connection& connection, std::span<const Migration> migrations,
                               std::string_view program_version);

}  // namespace gdo::pg
