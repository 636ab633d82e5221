#include "gold/tenants.h"

namespace gdo::service {

std::vector<std::string> known_tenants(pg::Connection& connection) {
  const pg::Result rows = connection.query(
      "SELECT token_cliente FROM lote UNION SELECT token_cliente FROM mudanca "
      "UNION SELECT token_cliente FROM modelo_cliente ORDER BY 1");
  std::vector<std::string> tenants;
  for (int row = 0; row < rows.rows(); ++row) tenants.emplace_back(rows.text(row, 0));
  return tenants;
}

}  // namespace gdo::service
