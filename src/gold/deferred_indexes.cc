#include "gold/deferred_indexes.h"

#include <fmt/format.h>

#include "gold/gold_query.h"
#include "pg/distributed.h"

namespace gdo::gold {

DeferredIndexes::DeferredIndexes(pg::Connection& in_transaction, std::string quoted_table)
    : connection_(in_transaction), table_(std::move(quoted_table)) {
  if (lock_if_empty()) take_away();
}

bool DeferredIndexes::lock_if_empty() {
  connection_.query("SAVEPOINT indices");
  try {
    connection_.query(fmt::format("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE NOWAIT", table_));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::database_unreachable) throw;
    connection_.query("ROLLBACK TO SAVEPOINT indices");
    return false;
  }
  // Its size, not its rows: those that this snapshot does not see count, too. Of a table whose rows
  // lie on other nodes the size says nothing, and other tenants' are among them.
  const bool empty =
      !pg::is_distributed(connection_, table_) &&
      connection_.query("SELECT pg_relation_size($1::regclass) = 0", {pg::Param(table_)})
          .boolean(0, 0);
  if (!empty) connection_.query("ROLLBACK TO SAVEPOINT indices");
  return empty;
}

void DeferredIndexes::take_away() {
  const pg::Result indexes =
      connection_.query(gold_query("indices_da_tabela"), {pg::Param(table_)});
  for (int row = 0; row < indexes.rows(); ++row) {
    const std::string constraint(indexes.text(row, 2));
    if (constraint.empty()) {
      connection_.query(fmt::format("DROP INDEX {}", indexes.text(row, 0)));
      definitions_.emplace_back(indexes.text(row, 1));
    } else {
      connection_.query(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table_, constraint));
      definitions_.push_back(fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", table_, constraint,
                                         indexes.text(row, 3)));
    }
  }
}

void DeferredIndexes::put_back() {
  if (definitions_.empty()) return;
  connection_.query("SET LOCAL maintenance_work_mem = '256MB'");
  for (const std::string& definition : definitions_) connection_.query(definition);
  definitions_.clear();
}

}  // namespace gdo::gold
