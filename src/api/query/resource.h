#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "export/exported_table.h"

namespace gdo::api {

// A table as clients read it: /api/v1/<name>.
struct Resource {
  std::string name;         // "caixas"
  std::string description;  // Portuguese
  exports::ExportedTable table;
  std::vector<std::string> expressions;  // of each column, with t for the table
  std::vector<bool> nullable;            // of each column
  std::vector<std::string> key;          // as paths write it, without token_cliente
  bool gold = false;                     // service_*: the rows change with a gold commit only

  std::size_t column(std::string_view named) const { return table.find(named).value(); }
};

// All of them, in the order in which documents list them. Made from the gold models and the control
// tables, without a database.
const std::vector<Resource>& resources();
// Null when there is none of that name.
const Resource* find_resource(std::string_view name);

// The values that a column may have, where it is one of few; else empty.
std::span<const std::string_view> known_values(const Resource& resource, std::string_view column);

}  // namespace gdo::api
