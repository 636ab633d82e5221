#include "contract/ddl/trusted_ddl.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

#include "contract/ddl/sql_text.h"

namespace gdo::contract {
namespace {

constexpr std::size_t kLongestName = 63;
constexpr const char* kText = "text";

std::string sql_type(const DataType& type) {
  switch (type.kind) {
    case ValueType::text:
      return kText;
    case ValueType::integer:
      return "integer";
    case ValueType::bigint:
      return "bigint";
    case ValueType::numeric:
      return type.precision == 0 ? "numeric"
                                 : fmt::format("numeric({},{})", type.precision, type.scale);
    case ValueType::date:
      return "date";
    case ValueType::timestamp:
      return "timestamp with time zone";
    case ValueType::boolean:
      return "boolean";
    case ValueType::json:
      return "jsonb";
  }
  return kText;
}

std::string comment_of(const Field& field) {
  std::string comment = field.description;
  if (!field.unit.empty()) comment += fmt::format(" ({})", field.unit);
  if (field.privacy == Privacy::personal) comment += " [dado pessoal]";
  return comment;
}

ColumnDefinition column_of(const Field& field) {
  return {field.column, sql_type(field.type), field.key, comment_of(field)};
}

ColumnDefinition tenant_column() { return {"token_cliente", kText, true, "Cliente dono da linha"}; }

void add_key(const Contract& contract, TableDefinition& table) {
  table.columns.push_back(tenant_column());
  for (const std::size_t place : contract.key) {
    table.columns.push_back(column_of(contract.fields[place]));
  }
  for (const ColumnDefinition& column : table.columns) table.primary_key.push_back(column.name);
}

void add_fields(const std::vector<Field>& fields, TableDefinition& table) {
  for (const Field& field : fields) {
    if (field.privacy == Privacy::never) continue;
    if (!field.key) table.columns.push_back(column_of(field));
    if (!field.cleaning.keep_original) continue;
    table.columns.push_back(
        {original_column(field), kText, false, "Como veio: " + comment_of(field)});
  }
}

void add_origin(TableDefinition& table) {
  const std::string time = "timestamp with time zone";
  table.columns.insert(
      table.columns.end(),
      {{"lote_id", "bigint", true, "Lote que trouxe a linha"},
       {"arquivo_id", "bigint", true, "Arquivo de origem"},
       {"nr_registro", "bigint", true, "Registro no arquivo, a partir de 1"},
       {"nr_item", "integer", true, "Item no registro, a partir de 1; 0 = o registro"},
       {"versao_ts", time, true, "Instante da entrega; a mais nova vence"},
       {"versao_objeto_ts", time, true, "Instante do próprio objeto: decide entre nomes iguais",
        "'epoch'"},
       {"versao_geracao", "bigint", true, "Geração do objeto, depois do seu instante", "0"},
       {"versao_hash", "bigint", true, "Desempate entre entregas do mesmo instante"},
       {"atualizado_em", time, true, "Última gravação da linha"},
       {"contrato_versao", kText, true, "Versão do contrato que julgou a linha"},
       {"dados_extras", "jsonb", false, "Membros que o contrato não conhece"},
       {"avisos", "jsonb", false, "Avisos da validação"}});
}

void add_indexes(const std::vector<std::vector<std::string>>& indexes, TableDefinition& table) {
  for (const std::vector<std::string>& columns : indexes) {
    std::vector<std::string>& index = table.indexes.emplace_back();
    index.emplace_back("token_cliente");
    index.insert(index.end(), columns.begin(), columns.end());
  }
}

TableDefinition entity_table(const Contract& contract) {
  TableDefinition table;
  table.name = "trusted_" + contract.entity;
  table.comment = contract.description;
  add_key(contract, table);
  add_fields(contract.fields, table);
  add_origin(table);
  add_indexes(contract.indexes, table);
  if (contract.partition) table.partition_column = contract.fields[*contract.partition].column;
  return table;
}

TableDefinition child_table(const Contract& contract, const Child& child) {
  TableDefinition table;
  table.name = "trusted_" + child.entity;
  table.comment = child.description;
  add_key(contract, table);
  table.columns.push_back({"nr_item", "integer", true, "Lugar no arranjo, a partir de 1"});
  table.primary_key.emplace_back("nr_item");
  add_fields(child.fields, table);
  table.columns.push_back({"dados_extras", "jsonb", false, "Membros que o contrato não conhece"});
  add_indexes(child.indexes, table);
  if (contract.partition) table.partition_column = contract.fields[*contract.partition].column;
  return table;
}

std::string index_name(const TableDefinition& table, const std::vector<std::string>& columns) {
  std::string name = table.name;
  for (std::size_t i = 1; i < columns.size(); ++i) name += "_" + columns[i];
  name += "_idx";
  if (name.size() <= kLongestName) return name;
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return fmt::format("{}_{:08x}_idx", name.substr(0, kLongestName - 13), hash);
}

std::string column_comment(const TableDefinition& table, const ColumnDefinition& column) {
  if (column.comment.empty()) return {};
  return fmt::format("COMMENT ON COLUMN {}.{} IS {};\n", quote_identifier(table.name),
                     quote_identifier(column.name), sql_literal(column.comment));
}

}  // namespace

std::vector<TableDefinition> trusted_tables(const Contract& contract) {
  std::vector<TableDefinition> tables = {entity_table(contract)};
  for (const Child& child : contract.children) {
    if (child.stored) tables.push_back(child_table(contract, child));
  }
  return tables;
}

std::string create_trusted_table(const TableDefinition& table) {
  std::string sql = fmt::format("CREATE TABLE IF NOT EXISTS {} (\n", quote_identifier(table.name));
  for (const ColumnDefinition& column : table.columns) {
    sql += fmt::format("  {} {}{}{},\n", quote_identifier(column.name), column.type,
                       column.not_null ? " NOT NULL" : "",
                       column.fallback.empty() ? "" : " DEFAULT " + column.fallback);
  }
  sql += fmt::format("  PRIMARY KEY ({})\n)", quoted_list(table.primary_key));
  if (!table.partition_column.empty()) {
    sql += fmt::format(" PARTITION BY RANGE ({})", quote_identifier(table.partition_column));
  }
  sql += ";\n";
  if (!table.partition_column.empty()) {
    sql += fmt::format("CREATE TABLE IF NOT EXISTS {} PARTITION OF {} DEFAULT;\n",
                       quote_identifier(table.name + "_resto"), quote_identifier(table.name));
  }
  if (!table.comment.empty()) {
    sql += fmt::format("COMMENT ON TABLE {} IS {};\n", quote_identifier(table.name),
                       sql_literal(table.comment));
  }
  for (const ColumnDefinition& column : table.columns) sql += column_comment(table, column);
  return sql;
}

std::string create_trusted_indexes(const TableDefinition& table) {
  std::string sql;
  for (const std::vector<std::string>& columns : table.indexes) {
    sql += fmt::format("CREATE INDEX IF NOT EXISTS {} ON {} ({});\n",
                       quote_identifier(index_name(table, columns)), quote_identifier(table.name),
                       quoted_list(columns));
  }
  return sql;
}

std::string trusted_partition_name(const TableDefinition& table, std::chrono::year_month month) {
  return partition_name(table.name, month);
}

std::string create_trusted_partition(const TableDefinition& table, std::chrono::year_month month) {
  return create_partition({.table = table.name,
                           .partition = trusted_partition_name(table, month),
                           .column = table.partition_column,
                           .from = sql_literal(first_day(month)),
                           .to = sql_literal(first_day(month + std::chrono::months(1)))});
}

}  // namespace gdo::contract
