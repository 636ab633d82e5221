#include "gold/changes.h"

#include <fmt/format.h>

#include "embedded/model_sql.h"
#include "gold/models.h"

namespace gdo::gold {
namespace {

// $1 the tenant, $2 the model's text.
std::string hash_of(const Model& model) {
  if (model.parameters.empty()) return "md5($2)";
  return fmt::format(model_sql::hash_of_model, pg::quote_identifier(model.parameters));
}

}  // namespace

Backlog backlog_of(pg::Connection& connection, const Model& model, const std::string& tenant) {
  // Two questions: the queue lies with the data, what is known of models does not.
  const pg::Result waiting = connection.query(
      "SELECT FROM mudanca WHERE token_cliente = $1 AND modelo = $2 LIMIT 1", {tenant, model.name});
  const pg::Result current = connection.query(
      fmt::format(
          "SELECT FROM modelo_cliente WHERE modelo = $3 AND token_cliente = $1 AND hash = {}",
          hash_of(model)),
      {tenant, model.text, model.name});
  return {.changes = waiting.rows() > 0, .stale = current.rows() == 0};
}

bool take_changes(pg::Connection& in_transaction, const Model& model, const std::string& tenant) {
  in_transaction.query("CREATE TEMP TABLE mudancas (entidade text, ligacao jsonb) ON COMMIT DROP");
  in_transaction.query(gold_query("toma_mudancas"), {model.name, tenant});
  // How many there are: what they say counts through expressions, of which nothing is known anyway.
  in_transaction.query("ANALYZE mudancas (entidade)");
  return in_transaction
      .query("SELECT EXISTS (SELECT FROM mudancas WHERE ligacao = $1::jsonb)", {kEverything})
      .boolean(0, 0);
}

void mark_current(pg::Connection& in_transaction, const Model& model, const std::string& tenant) {
  in_transaction.query(fmt::format(model_sql::mark_current, hash_of(model)),
                       {tenant, model.text, model.name});
}

std::vector<std::string> known_tenants(pg::Connection& connection) {
  const pg::Result rows = connection.query(gold_query("clientes"));
  std::vector<std::string> tenants;
  for (int row = 0; row < rows.rows(); ++row) tenants.emplace_back(rows.text(row, 0));
  return tenants;
}

}  // namespace gdo::gold
