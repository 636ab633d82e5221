#include "monitor/row_counts.h"

#include <fmt/format.h>

#include <algorithm>

#include "embedded/monitor_sql.h"

namespace gdo::monitor {
namespace {

constexpr const char* kCounts = "count(*), sum(nr_registro), sum(nr_registro * nr_registro)";

void count_raw(pg::Connection& connection, const DataTable& table) {
  connection.query(fmt::format(monitor_sql::count_raw, kCounts, pg::quote_identifier(table.name)),
                   {table.subject()});
}

void count_trusted(pg::Connection& connection, const DataTable& table) {
  connection.query(fmt::format(monitor_sql::count_trusted, pg::quote_identifier(table.name)),
                   {table.subject()});
}

void count_orphans(pg::Connection& connection, const contract::Contract& parent,
                   const std::string& child) {
  std::string same = "p.token_cliente = f.token_cliente";
  for (const std::size_t place : parent.key) {
    const std::string column = pg::quote_identifier(parent.fields[place].column);
    same += fmt::format(" AND p.{0} = f.{0}", column);
  }
  connection.query(fmt::format(monitor_sql::count_orphans, pg::quote_identifier("trusted_" + child),
                               pg::quote_identifier("trusted_" + parent.entity), same),
                   {child, parent.entity});
}

bool exists(const std::vector<DataTable>& tables, const std::string& name) {
  return std::any_of(tables.begin(), tables.end(),
                     [&](const DataTable& table) { return table.name == name; });
}

}  // namespace

void count_rows(pg::Connection& in_transaction, const std::vector<DataTable>& tables,
                const contract::Catalog& catalog) {
  in_transaction.execute(monitor_sql::create_tables);
  in_transaction.query(fmt::format(monitor_sql::count_rejected, kCounts));
  for (const DataTable& table : tables) {
    if (table.layer() == "raw") count_raw(in_transaction, table);
    if (table.layer() == "trusted" && table.has("arquivo_id")) count_trusted(in_transaction, table);
  }
  for (const contract::Contract& contract : catalog.contracts()) {
    for (const contract::Child& child : contract.children) {
      if (!child.stored || !exists(tables, "trusted_" + child.entity)) continue;
      count_orphans(in_transaction, contract, child.entity);
    }
  }
}

}  // namespace gdo::monitor
