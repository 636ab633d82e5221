#include "gold/deferred_indexes.h"

#include <fmt/format.h>

#include "embedded/model_sql.h"
#include "gold/models.h"
#include "pg/catalog.h"
#include "pg/distributed.h"

namespace gdo::gold {
namespace {

void sort_in_memory(pg::Connection& in_transaction) {
  in_transaction.query("SET LOCAL maintenance_work_mem = '256MB'");
}

// The models' own text may have made it meanwhile.
std::string unless_there(std::string_view definition) {
  constexpr std::string_view kCreate = "CREATE INDEX ";
  return fmt::format("{}IF NOT EXISTS {}", kCreate, definition.substr(kCreate.size()));
}

}  // namespace

DeferredIndexes::DeferredIndexes(pg::Connection& in_transaction, const Model& model)
    : connection_(in_transaction), model_(model), table_(pg::quote_identifier(model.name)) {
  // Of a table whose rows lie on other nodes the size says nothing, and other tenants' are among
  // them: it is not locked either.
  if (pg::is_distributed(connection_, table_)) return;
  connection_.query("SAVEPOINT indices");
  try {
    connection_.query(fmt::format("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE NOWAIT", table_));
    if (is_empty()) {
      take_away();
      return;
    }
  } catch (const Error& error) {
    // Somebody has it in hand, or something of the user's hangs on a key.
    if (error.kind() == ErrorKind::database_unreachable) throw;
    columns_.clear();
  }
  connection_.query("ROLLBACK TO SAVEPOINT indices");
}

// Its size, not its rows: those that this snapshot does not see count, too.
bool DeferredIndexes::is_empty() {
  return connection_.query("SELECT pg_relation_size($1::regclass) = 0", {pg::Param(table_)})
      .boolean(0, 0);
}

void DeferredIndexes::take_away() {
  columns_ = connection_.query(model_sql::indexed_columns, {table_}).text(0, 0);
  const pg::Result indexes =
      connection_.query(gold_query("indices_da_tabela"), {pg::Param(table_)});
  for (int row = 0; row < indexes.rows(); ++row) {
    const std::string constraint(indexes.text(row, 2));
    if (!constraint.empty()) {
      connection_.query(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table_, constraint));
      keys_.push_back(fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", table_, constraint,
                                  indexes.text(row, 3)));
    } else {
      connection_.query(fmt::format("DROP INDEX {}", indexes.text(row, 0)));
      (indexes.boolean(row, 4) ? keys_ : later_).emplace_back(indexes.text(row, 1));
    }
  }
}

bool DeferredIndexes::put_back() {
  if (columns_.empty()) return false;
  sort_in_memory(connection_);
  for (const std::string& definition : keys_) connection_.query(definition);
  connection_.query(fmt::format("ANALYZE {} ({})", table_, columns_));
  if (later_.empty()) return false;
  return connection_.query(gold_query("anota_indices"), {model_.name, pg::text_array(later_)})
             .affected() == 1;
}

bool indexes_are_noted(pg::Connection& connection) {
  return connection.query("SELECT FROM modelo WHERE indices IS NOT NULL LIMIT 1").rows() == 1;
}

void make_noted_indexes(pg::Connection& connection) {
  const pg::Result models =
      connection.query("SELECT nome FROM modelo WHERE indices IS NOT NULL ORDER BY nome");
  for (int model = 0; model < models.rows(); ++model) {
    const std::string name(models.text(model, 0));
    pg::Transaction transaction(connection);
    const pg::Result noted = connection.query(gold_query("indices_anotados"), {name});
    if (noted.rows() == 0) continue;
    sort_in_memory(connection);
    for (int i = 0; i < noted.rows(); ++i) connection.query(unless_there(noted.text(i, 0)));
    connection.query("UPDATE modelo SET indices = NULL WHERE nome = $1", {name});
    transaction.commit();
  }
}

}  // namespace gdo::gold
