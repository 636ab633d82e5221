#pragma once

#include <string>

#include "pg/connection.h"

namespace gdo::pg {

// Runs the statements that make a table, unless it is there: in a transaction of its own, and one
// at a time among all processes that want this table.
void make_table_once(Connection& idle, const std::string& name, const std::string& sql);

}  // namespace gdo::pg
