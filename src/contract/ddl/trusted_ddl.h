#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"

// The tables trusted_<entity> as data, and the SQL that makes them or brings older ones forward.
namespace gdo::contract {

struct ColumnDefinition {
  std::string name;
  std::string type;  // as PostgreSQL's format_type() spells it: "numeric(10,3)", "text"
  bool not_null = false;
  std::string comment;  // description, unit, and the mark "dado pessoal"
  // SQL of what rows get that say nothing: those of before the column was there. Empty = NULL.
  std::string fallback = {};
};

// One trusted table: an entity's, or a stored child's.
//   key columns (token_cliente first), further data columns in the contract's order, then
//   lote_id, arquivo_id, nr_registro bigint, nr_item integer, versao_ts, versao_objeto_ts
//   timestamptz, versao_geracao, versao_hash bigint, atualizado_em timestamptz, contrato_versao
//   text, dados_extras jsonb, avisos jsonb. A child: the parent's key columns and nr_item, its
//   data, dados_extras; it lives and dies with its parent row, where the rest is kept.
// Only key columns and those of the row's origin are NOT NULL: a contract that asks less tomorrow
// needs no new table.
struct TableDefinition {
  std::string name;
  std::vector<ColumnDefinition> columns;
  std::vector<std::string> primary_key;
  std::string partition_column;                   // empty = not partitioned
  std::vector<std::vector<std::string>> indexes;  // columns of each, token_cliente first
  std::string comment;
};

// The entity's table first, then its stored children's.
std::vector<TableDefinition> trusted_tables(const Contract& contract);

// CREATE TABLE IF NOT EXISTS, and comments. Identifiers are quoted. A partitioned table gets a
// default partition, "…_resto", for months that are not worth one of their own.
std::string create_trusted_table(const TableDefinition& table);
// CREATE INDEX IF NOT EXISTS; for new tables, and for old ones once plan_change's SQL has run.
std::string create_trusted_indexes(const TableDefinition& table);

// "trusted_carcacas_2025_01", and the SQL that creates and attaches it: several statements for one
// transaction, under an advisory lock, when to_regclass(name) is null.
std::string trusted_partition_name(const TableDefinition& table, std::chrono::year_month month);
std::string create_trusted_partition(const TableDefinition& table, std::chrono::year_month month);

// A column that exists, as pg_attribute and format_type(atttypid, atttypmod) say.
struct ExistingColumn {
  std::string name;
  std::string type;
  bool not_null = false;
};

// What brings an existing table to its definition without losing anything.
struct SchemaChange {
  std::string sql;                    // ALTER TABLE …; empty = nothing to do
  std::vector<std::string> refusals;  // changes that would lose data, each with what to do instead
  // Columns the contract does not name (any more). They stay, with their values, and may be NULL.
  std::vector<std::string> leftovers;
};

// columns, primary_key: what exists now, in order. With refusals there is no SQL.
SchemaChange plan_change(const TableDefinition& wanted, const std::vector<ExistingColumn>& columns,
                         const std::vector<std::string>& primary_key);

}  // namespace gdo::contract
