#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::monitor {

struct DataColumn {
  std::string name;
  bool numeric = false;  // PostgreSQL's numeric, whose text depends on its scale
  bool in_key = false;   // of the primary key
};

// A table of a layer: raw_<payload>, trusted_<entity> or service_<entity>.
struct DataTable {
  std::string name;
  std::vector<DataColumn> columns;  // in byte order of their names

  bool has(std::string_view column) const;
  // "raw", "trusted" or "service", and what follows it.
  std::string_view layer() const;
  std::string_view subject() const;
};

// Those that exist in the schema in use, by name. Partitions count as their parent.
std::vector<DataTable> data_tables(pg::Connection& connection);

// For commands that only read. Throws Error(config) when this database has no tables of gdo, or
// those of an older version.
void require_tables(pg::Connection& connection);

}  // namespace gdo::monitor
