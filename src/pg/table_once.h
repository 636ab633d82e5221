#pragma once

#include <string>

#include "pg/connection.h"

namespace gdo::pg {

// Runs the statements that make a table, unless it is there: in a transaction of its own, and one
// at a time among all processes that want this table.
// lock_timeout: how long it waits for each lock, as PostgreSQL spells it, SQLSTATE 55P03 after
// that; empty = as the session does.
void make_table_once(Connection& idle, const std::string& name, const std::string& sql,
                     const std::string& lock_timeout = {});

}  // namespace gdo::pg
