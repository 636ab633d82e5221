#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::pg {

// The columns of a table's primary key, in its order; none = there is no such table, or it has no
// key.
std::vector<std::string> primary_key(Connection& connection, std::string_view table);

// The table's columns, in its order.
struct TableColumn {
  std::string name;
  std::string type;  // as format_type() spells it
  bool not_null = false;
};
std::vector<TableColumn> columns_of(Connection& connection, std::string_view table);

// Runs the statements that make a table, unless it is there: in a transaction of its own, and one
// at a time among all processes that want this table.
// lock_timeout: how long it waits for each lock, as PostgreSQL spells it, SQLSTATE 55P03 after
// that; empty = as the session does.
void make_table_once(Connection& idle, const std::string& name, const std::string& sql,
                     const std::string& lock_timeout = {});

}  // namespace gdo::pg
