#include "monitor/census.h"

#include <fmt/format.h>

#include <algorithm>

namespace gdo::monitor {
namespace {

constexpr const char* kTables =
    "CREATE TEMPORARY TABLE censo_raw (tipo_payload text, token_cliente text, lote_id bigint, "
    "arquivo_id bigint, linhas bigint, soma numeric, quadrados numeric) ON COMMIT DROP;"
    "CREATE TEMPORARY TABLE censo_rejeitado (camada text, arquivo_id bigint, linhas bigint, "
    "soma numeric, quadrados numeric) ON COMMIT DROP;"
    "CREATE TEMPORARY TABLE censo_trusted (entidade text, token_cliente text, lote_id bigint, "
    "arquivo_id bigint, versao_ts timestamptz, versao_objeto_ts timestamptz, versao_geracao "
    "bigint, "
    "versao_hash bigint, linhas bigint) ON COMMIT DROP;"
    "CREATE TEMPORARY TABLE censo_filho (filho text, entidade text, sem_pai bigint) "
    "ON COMMIT DROP";

constexpr const char* kCounts = "count(*), sum(nr_registro), sum(nr_registro * nr_registro)";

void count_raw(pg::Connection& connection, const DataTable& table) {
  connection.query(fmt::format("INSERT INTO censo_raw SELECT $1, token_cliente, lote_id, "
                               "arquivo_id, {} FROM {} GROUP BY token_cliente, lote_id, arquivo_id",
                               kCounts, pg::quote_identifier(table.name)),
                   {table.subject()});
}

void count_trusted(pg::Connection& connection, const DataTable& table) {
  connection.query(
      fmt::format("INSERT INTO censo_trusted SELECT $1, token_cliente, lote_id, arquivo_id, "
                  "versao_ts, versao_objeto_ts, versao_geracao, versao_hash, count(*) FROM {} "
                  "GROUP BY token_cliente, lote_id, arquivo_id, versao_ts, versao_objeto_ts, "
                  "versao_geracao, versao_hash",
                  pg::quote_identifier(table.name)),
      {table.subject()});
}

void count_orphans(pg::Connection& connection, const contract::Contract& parent,
                   const std::string& child) {
  std::string same = "p.token_cliente = f.token_cliente";
  for (const std::size_t place : parent.key) {
    const std::string column = pg::quote_identifier(parent.fields[place].column);
    same += fmt::format(" AND p.{0} = f.{0}", column);
  }
  connection.query(fmt::format("INSERT INTO censo_filho SELECT $1, $2, count(*) FROM {} f "
                               "WHERE NOT EXISTS (SELECT FROM {} p WHERE {})",
                               pg::quote_identifier("trusted_" + child),
                               pg::quote_identifier("trusted_" + parent.entity), same),
                   {child, parent.entity});
}

bool exists(const std::vector<DataTable>& tables, const std::string& name) {
  return std::any_of(tables.begin(), tables.end(),
                     [&](const DataTable& table) { return table.name == name; });
}

}  // namespace

void take_census(pg::Connection& in_transaction, const std::vector<DataTable>& tables,
                 const contract::Catalog& catalog) {
  in_transaction.execute(kTables);
  in_transaction.query(
      fmt::format("INSERT INTO censo_rejeitado SELECT camada, arquivo_id, {} FROM "
                  "registro_rejeitado WHERE status <> 'corrigido' GROUP BY camada, arquivo_id",
                  kCounts));
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
