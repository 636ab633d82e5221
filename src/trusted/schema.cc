#include "trusted/schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <utility>

#include "contract/ddl/trusted_ddl.h"
#include "embedded/trusted_sql.h"
#include "pg/advisory_lock.h"
#include "pg/catalog.h"
#include "pg/distributed.h"

namespace gdo::trusted {
namespace {

using contract::ExistingColumn;
using contract::TableDefinition;

std::vector<ExistingColumn> existing_columns(pg::Connection& connection, const std::string& table) {
  std::vector<ExistingColumn> columns;
  for (pg::TableColumn& column : pg::columns_of(connection, table)) {
    columns.push_back({std::move(column.name), std::move(column.type), column.not_null});
  }
  return columns;
}

bool has_indexes(pg::Connection& connection, const TableDefinition& table) {
  const auto found = connection.query(
      "SELECT count(*) FROM pg_index WHERE indrelid = to_regclass($1) AND NOT indisprimary",
      {pg::quote_identifier(table.name)});
  return found.integer(0, 0) >= static_cast<std::int64_t>(table.indexes.size());
}

struct Plan {
  std::vector<pg::SchemaStep> steps;
  std::vector<std::string> refusals;
};

void plan_table(pg::Connection& connection, const TableDefinition& table, Plan& plan) {
  const auto columns = existing_columns(connection, table.name);
  if (columns.empty()) {
    plan.steps.push_back({table.name, contract::create_trusted_table(table) +
                                          contract::create_trusted_indexes(table)});
    return;
  }
  auto change = contract::plan_change(table, columns, pg::primary_key(connection, table.name));
  plan.refusals.insert(plan.refusals.end(), change.refusals.begin(), change.refusals.end());
  if (!has_indexes(connection, table)) change.sql += contract::create_trusted_indexes(table);
  if (!change.sql.empty()) plan.steps.push_back({table.name, std::move(change.sql)});
}

std::vector<pg::SchemaStep> plan_all(pg::Connection& connection, const contract::Catalog& catalog) {
  Plan plan;
  for (const contract::Contract& contract : catalog.contracts()) {
    for (const TableDefinition& table : contract::trusted_tables(contract)) {
      plan_table(connection, table, plan);
    }
  }
  if (!plan.refusals.empty()) {
    throw Error(ErrorKind::config,
                fmt::format("the contracts ask for changes that would lose data; nothing was "
                            "changed:\n- {}",
                            fmt::join(plan.refusals, "\n- ")));
  }
  return std::move(plan.steps);
}

}  // namespace

std::vector<pg::SchemaStep> plan_schema(pg::Connection& connection,
                                        const contract::Catalog& catalog) {
  return plan_all(connection, catalog);
}

std::vector<pg::SchemaStep> apply_schema(pg::Connection& connection,
                                         const contract::Catalog& catalog) {
  pg::Transaction transaction(connection);
  pg::lock_in_transaction(connection, "gdo contratos");
  std::vector<pg::SchemaStep> steps = plan_all(connection, catalog);
  if (steps.empty()) return steps;
  for (const pg::SchemaStep& step : steps) pg::execute_each(connection, step.sql);
  transaction.commit();
  return steps;
}

std::vector<OutdatedLotes> outdated_lotes(pg::Connection& connection,
                                          const contract::Catalog& catalog) {
  std::vector<OutdatedLotes> all;
  for (const contract::Contract& contract : catalog.contracts()) {
    const auto found =
        connection.query(trusted_sql::outdated_lotes, {contract.entity, contract.version_label()});
    if (found.integer(0, 0) == 0) continue;
    all.push_back({contract.payload, contract.entity, found.integer(0, 0),
                   std::string(found.text(0, 1)), std::string(found.text(0, 2))});
  }
  return all;
}

void set_scans(pg::Connection& in_transaction, const char* state) {
  for (const char* name :
       {"enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material"}) {
    in_transaction.query(fmt::format("SET LOCAL {} = {}", name, state));
  }
}

}  // namespace gdo::trusted
