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

}  // namespace gdo::pg
