#include "contract/ddl/trusted_ddl.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/encodings.h"
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
                     quote_identifier(column.name), quoted_literal(column.comment));
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
                       quoted_literal(table.comment));
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
                           .from = quoted_literal(first_day(month)),
                           .to = quoted_literal(first_day(month + std::chrono::months(1)))});
}

namespace {

struct Digits {
  int whole = 0;  // before the point
  int scale = 0;
  bool unlimited = false;
};

// Room of a number type; empty when the type is none.
std::optional<Digits> digits_of(std::string_view type) {
  if (type == "smallint") return Digits{5, 0};
  if (type == "integer") return Digits{10, 0};
  if (type == "bigint") return Digits{19, 0};
  if (type == "numeric") return Digits{0, 0, true};
  if (!type.starts_with("numeric(")) return std::nullopt;
  int precision = 0;
  int scale = 0;
  const char* end = type.data() + type.size();
  const auto [comma, error] = std::from_chars(type.data() + 8, end, precision);
  if (error != std::errc()) return std::nullopt;
  if (comma != end && *comma == ',') std::from_chars(comma + 1, end, scale);
  return Digits{precision - scale, scale};
}

// Whether every value of one type has a place in the other.
bool holds_all(std::string_view wide, std::string_view narrow) {
  const std::optional<Digits> from = digits_of(narrow);
  const std::optional<Digits> to = digits_of(wide);
  const bool simple = from || narrow == "date" || narrow.starts_with("character varying");
  if (wide == "text") return simple;
  if (!from || !to) return false;
  if (to->unlimited) return true;
  const bool whole_to_numeric = !from->unlimited && wide.starts_with("numeric");
  const bool integers = (narrow == "smallint" && (wide == "integer" || wide == "bigint")) ||
                        (narrow == "integer" && wide == "bigint");
  return integers || (whole_to_numeric && to->whole >= from->whole && to->scale >= from->scale);
}

const ColumnDefinition* wanted_column(const TableDefinition& table, const std::string& name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const ColumnDefinition& c) { return c.name == name; });
  return found == table.columns.end() ? nullptr : &*found;
}

class Planner {
 public:
  explicit Planner(const TableDefinition& table) : table_(table) {}

  void retype(const ColumnDefinition& wanted, const ExistingColumn& existing) {
    if (wanted.type == existing.type) return;
    const bool partition = wanted.name == table_.partition_column;
    if (partition || !holds_all(wanted.type, existing.type)) {
      refuse(
          fmt::format("column {} of {} is {}; the contract says {}, which does not hold every "
                      "value it may have; keep the type, or give the field a new 'column'",
                      wanted.name, table_.name, existing.type, wanted.type));
      return;
    }
    alter(fmt::format("ALTER COLUMN {0} TYPE {1} USING {0}::{1}", quote_identifier(wanted.name),
                      wanted.type));
  }

  void add(const ColumnDefinition& column) {
    if (column.not_null && column.fallback.empty()) {
      refuse(
          fmt::format("{} has no column {}, which the contract makes part of every row; rows that "
                      "are there have no value for it; use another 'entity', and replay",
                      table_.name, column.name));
      return;
    }
    alter(fmt::format("ADD COLUMN {} {}{}{}", quote_identifier(column.name), column.type,
                      column.not_null ? " NOT NULL" : "",
                      column.fallback.empty() ? "" : " DEFAULT " + column.fallback));
    if (column.comment.empty()) return;
    change_.sql += fmt::format("COMMENT ON COLUMN {}.{} IS {};\n", quote_identifier(table_.name),
                               quote_identifier(column.name), quoted_literal(column.comment));
  }

  void leave(const ExistingColumn& column) {
    change_.leftovers.push_back(column.name);
    if (column.not_null)
      alter(fmt::format("ALTER COLUMN {} DROP NOT NULL", quote_identifier(column.name)));
  }

  void refuse(std::string reason) { change_.refusals.push_back(std::move(reason)); }

  SchemaChange finish() {
    if (!change_.refusals.empty()) change_.sql.clear();
    return std::move(change_);
  }

 private:
  void alter(std::string_view what) {
    change_.sql += fmt::format("ALTER TABLE {} {};\n", quote_identifier(table_.name), what);
  }

  const TableDefinition& table_;
  SchemaChange change_;
};

}  // namespace

SchemaChange plan_change(const TableDefinition& wanted, const std::vector<ExistingColumn>& columns,
                         const std::vector<std::string>& primary_key) {
  Planner plan(wanted);
  if (wanted.primary_key != primary_key) {
    plan.refuse(fmt::format(
        "the key of {} is ({}); the contract says ({}), and a changed key would "
        "merge or double rows; use another 'entity', and replay",
        wanted.name, fmt::join(primary_key, ", "), fmt::join(wanted.primary_key, ", ")));
    return plan.finish();
  }
  for (const ColumnDefinition& column : wanted.columns) {
    const auto existing =
        std::find_if(columns.begin(), columns.end(),
                     [&](const ExistingColumn& c) { return c.name == column.name; });
    if (existing == columns.end()) {
      plan.add(column);
    } else {
      plan.retype(column, *existing);
    }
  }
  for (const ExistingColumn& column : columns) {
    if (wanted_column(wanted, column.name) == nullptr) plan.leave(column);
  }
  return plan.finish();
}

}  // namespace gdo::contract
