#include "raw/schema.h"

#include <charconv>
#include <utility>

#include "base/version.h"
#include "contract/ddl/raw_ddl.h"
#include "embedded/migrations_sql.h"
#include "pg/advisory_lock.h"
#include "pg/catalog.h"
#include "pg/distributed.h"
#include "pg/migrations.h"

namespace gdo::raw {
namespace {

// "0001_controle.sql" is version 1, named as its file without the ending.
std::vector<pg::Migration> embedded_migrations() {
  std::vector<pg::Migration> migrations;
  for (const auto& file : migrations_sql::files()) {
    pg::Migration migration{.name = std::string(file.path.substr(0, file.path.rfind('.'))),
                            .sql = std::string(file.text)};
    std::from_chars(file.path.data(), file.path.data() + file.path.size(), migration.version);
    migrations.push_back(std::move(migration));
  }
  return migrations;
}

std::vector<SchemaStep> contract_steps(pg::Connection& connection,
                                       const contract::Catalog& catalog) {
  std::vector<SchemaStep> steps;
  for (const contract::Payload& payload : catalog.payloads()) {
    const std::string table = "raw_" + payload.name;
    std::vector<std::string> columns;
    for (pg::TableColumn& column : pg::columns_of(connection, table)) {
      columns.push_back(std::move(column.name));
    }
    const std::string sql = columns.empty() ? contract::create_raw_table(payload)
                                            : contract::alter_raw_table(payload, columns);
    if (!sql.empty()) steps.push_back({table, sql});
  }
  return steps;
}

}  // namespace

std::vector<SchemaStep> plan_schema(pg::Connection& connection, const contract::Catalog& catalog) {
  const auto migrations = embedded_migrations();
  std::vector<SchemaStep> steps;
  for (auto& migration : pg::plan(connection, migrations)) {
    steps.push_back({migration.name, migration.sql});
  }
  for (auto& step : contract_steps(connection, catalog)) steps.push_back(std::move(step));
  return steps;
}

std::vector<SchemaStep> apply_schema(pg::Connection& connection, const contract::Catalog& catalog) {
  const auto migrations = embedded_migrations();
  std::vector<SchemaStep> steps;
  for (auto& migration : pg::migrate(connection, migrations, kVersion)) {
    steps.push_back({migration.name, migration.sql});
  }
  pg::Transaction transaction(connection);
  pg::lock_in_transaction(connection, "gdo contratos");
  std::vector<SchemaStep> of_contracts = contract_steps(connection, catalog);
  if (of_contracts.empty()) return steps;
  for (auto& step : of_contracts) {
    pg::execute_each(connection, step.sql);
    steps.push_back(std::move(step));
  }
  transaction.commit();
  return steps;
}

void Partitions::ensure(const contract::Payload& payload, std::chrono::year_month month) {
  const std::string name = contract::raw_partition_name(payload, month);
  if (known_.contains(name)) return;
  pg::make_table_once(connection_, name, contract::create_raw_partition(payload, month));
  known_.insert(name);
}

std::string Partitions::at(const contract::Payload& payload, std::int64_t time_us) {
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(time_us)};
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  const std::chrono::year_month month = day.year() / day.month();
  ensure(payload, month);
  ensure(payload, month + std::chrono::months(1));
  return contract::raw_partition_name(payload, month);
}

}  // namespace gdo::raw
