#include "gold/tenants.h"

#include "gold/gold_query.h"

namespace gdo::gold {

std::vector<std::string> known_tenants(pg::Connection& connection) {
  const pg::Result rows = connection.query(gold_query("clientes"));
  std::vector<std::string> tenants;
  for (int row = 0; row < rows.rows(); ++row) tenants.emplace_back(rows.text(row, 0));
  return tenants;
}

}  // namespace gdo::gold
