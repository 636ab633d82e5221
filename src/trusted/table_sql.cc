#include "trusted/table_sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/encodings.h"
#include "contract/ddl/sql_text.h"
#include "embedded/trusted_sql.h"

namespace gdo::trusted {
namespace {

using contract::ColumnDefinition;
using contract::quoted_list;
using contract::TableDefinition;
using Names = std::vector<std::string>;

// The newer row wins, whatever the order of processing; see Contract::file_time.
constexpr const char* kNewestFirst =
    "versao_ts DESC, versao_objeto_ts DESC, versao_geracao DESC, versao_hash DESC, nr_registro "
    "DESC, "
    "nr_item DESC";

std::string version_of(const char* alias) {
  return fmt::format(
      "({0}.versao_ts, {0}.versao_objeto_ts, {0}.versao_geracao, {0}.versao_hash, {0}.nr_registro, "
      "{0}.nr_item)",
      alias);
}

Names names_of(const TableDefinition& table) {
  Names names;
  for (const ColumnDefinition& column : table.columns) names.push_back(column.name);
  return names;
}

std::string joined(const Names& names, const std::string& separator,
                   const std::function<std::string(const std::string&)>& each) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += separator;
    text += each(name);
  }
  return text;
}

std::string prefixed(const char* alias, const Names& names) {
  return joined(names, ", ",
                [&](const std::string& name) { return alias + ("." + quote_identifier(name)); });
}

std::string equal(const char* left, const char* right, const Names& names) {
  return joined(names, " AND ", [&](const std::string& name) {
    return fmt::format("{}.{} = {}.{}", left, quote_identifier(name), right,
                       quote_identifier(name));
  });
}

// Columns of a temporary table: types as in `table`, nothing NOT NULL.
std::string typed(const TableDefinition& table, const Names& names) {
  return joined(names, ", ", [&](const std::string& name) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const ColumnDefinition& c) { return c.name == name; });
    return quote_identifier(name) + " " + column->type;
  });
}

std::string temporary(const std::string& name, const std::string& columns) {
  return fmt::format("CREATE TEMP TABLE IF NOT EXISTS {} ({}) ON COMMIT DELETE ROWS",
                     quote_identifier(name), columns);
}

// A CTE that does `change … RETURNING lote_id` and counts by it.
std::string counted(const std::string& change) {
  return fmt::format(
      "WITH gravadas AS ({}) SELECT lote_id, count(*) FROM gravadas GROUP BY lote_id", change);
}

// Links of `source` that no model follows are dropped by the join.
std::string note_links(const std::string& entity, const Names& link, const std::string& source) {
  return fmt::format(
      trusted_sql::note_links, quoted_literal(entity),
      joined(link, ", ",
             [](const std::string& name) {
               return fmt::format("{}, l.{}", quoted_literal(name), quote_identifier(name));
             }),
      quoted_list(link), quote_identifier(source),
      joined(link, " AND ",
             [](const std::string& name) { return quote_identifier(name) + " IS NOT NULL"; }),
      quoted_literal(entity));
}

Names taken_columns(const EntitySql& sql) {
  Names names = sql.table.primary_key;
  for (const Names& link : sql.contract->links) {
    for (const std::string& name : link) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

void write_upsert(EntitySql& sql, const std::string& taken) {
  const std::string table = quote_identifier(sql.table.name);
  const std::string staging = quote_identifier(sql.staging);
  const std::string columns = quoted_list(names_of(sql.table));
  const std::string key = quoted_list(sql.table.primary_key);
  const std::string newest = fmt::format("SELECT DISTINCT ON ({}) * FROM {} ORDER BY {}, {}", key,
                                         staging, key, kNewestFirst);
  sql.insert_new =
      counted(fmt::format(trusted_sql::insert_new, table, columns, columns, newest, key));
  const Names kept = taken_columns(sql);
  const std::string into = fmt::format("INSERT INTO {} SELECT ", quote_identifier(taken));
  // Each by its key, whatever the planner thinks of a tenant that its statistics do not know: a
  // join may then read all of the tenant's rows for each staged one. They are locked by insert_new.
  sql.find_older =
      into + fmt::format(trusted_sql::find_older, prefixed("t", kept), newest, table,
                         equal("t", "s", sql.table.primary_key), version_of("s"), version_of("t"));
  const auto all_where = [&](const char* condition) {
    return into + fmt::format("{} FROM {} t WHERE {}", prefixed("t", kept), table, condition);
  };
  sql.take_rejudged =
      all_where("t.lote_id = ANY ($2::bigint[]) AND t.atualizado_em <> $1::timestamptz");
  sql.take_tenant = all_where("t.token_cliente = $1");
  sql.take_lotes = all_where("t.lote_id = ANY ($1::bigint[])");
  Names data;
  for (const std::string& name : names_of(sql.table)) {
    const auto& primary = sql.table.primary_key;
    if (std::find(primary.begin(), primary.end(), name) == primary.end()) data.push_back(name);
  }
  sql.replace = counted(
      fmt::format(trusted_sql::replace_older, table, columns, prefixed("n", names_of(sql.table)),
                  newest, quote_identifier(taken), equal("a", "n", sql.table.primary_key),
                  prefixed("n", sql.table.primary_key), key,
                  joined(data, ", ",
                         [](const std::string& name) {
                           return fmt::format("{0} = excluded.{0}", quote_identifier(name));
                         }),
                  version_of("excluded"), version_of("t")));
  sql.delete_taken = fmt::format("DELETE FROM {} t USING {} a WHERE {}", table,
                                 quote_identifier(taken), equal("t", "a", sql.table.primary_key));
}

std::string copy_target(const std::string& table, const Names& columns) {
  return quote_identifier(table) + " (" + quoted_list(columns) + ")";
}

ChildSql child_sql(const EntitySql& entity, const contract::Child& child, TableDefinition table,
                   const std::string& taken) {
  ChildSql sql;
  sql.child = &child;
  sql.table = std::move(table);
  sql.staging = "st_" + child.entity;
  const Names columns = names_of(sql.table);
  sql.create_staging =
      temporary(sql.staging, typed(sql.table, columns) +
                                 ", \"pai_lote_id\" bigint, \"pai_arquivo_id\" bigint, "
                                 "\"pai_nr_registro\" bigint, \"pai_nr_item\" integer");
  Names staged = columns;
  staged.insert(staged.end(), {"pai_lote_id", "pai_arquivo_id", "pai_nr_registro", "pai_nr_item"});
  sql.copy_target = copy_target(sql.staging, staged);
  sql.copy_direct = copy_target(sql.table.name, columns);
  const std::string list = quoted_list(columns);
  sql.insert_all =
      fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", quote_identifier(sql.table.name), list,
                  list, quote_identifier(sql.staging));
  sql.insert_chosen =
      fmt::format(trusted_sql::insert_children, quote_identifier(sql.staging),
                  quote_identifier(entity.table.name), equal("t", "c", entity.table.primary_key),
                  quote_identifier(sql.table.name), list, list);
  sql.delete_old =
      fmt::format("DELETE FROM {} c USING {} a WHERE {}", quote_identifier(sql.table.name),
                  quote_identifier(taken), equal("c", "a", entity.table.primary_key));
  return sql;
}

void write_direct(EntitySql& sql) {
  const Names& key = sql.table.primary_key;
  const std::string asked = "pe_" + sql.contract->entity;
  sql.copy_direct = copy_target(sql.table.name, names_of(sql.table));
  sql.create_asked = temporary(asked, "n bigint, " + typed(sql.table, key));
  Names numbered = {"n"};
  numbered.insert(numbered.end(), key.begin(), key.end());
  sql.copy_asked = copy_target(asked, numbered);
  sql.clear_asked = "TRUNCATE " + quote_identifier(asked);
  sql.ask_known = fmt::format(trusted_sql::ask_known, quote_identifier(asked),
                              quote_identifier(sql.table.name), equal("t", "a", key));
}

LinkSql link_sql(const EntitySql& entity, const Names& link, std::size_t number) {
  LinkSql sql;
  const std::string table = fmt::format("li_{}_{}", number, entity.contract->entity);
  sql.columns = {"token_cliente"};
  sql.columns.insert(sql.columns.end(), link.begin(), link.end());
  sql.create = temporary(table, typed(entity.table, sql.columns));
  sql.copy_target = copy_target(table, sql.columns);
  sql.clear = "TRUNCATE " + quote_identifier(table);
  sql.note = note_links(entity.contract->entity, link, table);
  return sql;
}

}  // namespace

EntitySql entity_sql(const contract::Contract& contract) {
  std::vector<TableDefinition> tables = contract::trusted_tables(contract);
  EntitySql sql;
  sql.contract = &contract;
  sql.table = std::move(tables.front());
  sql.staging = "st_" + contract.entity;
  const std::string taken = "an_" + contract.entity;
  const Names columns = names_of(sql.table);
  sql.create_staging = temporary(sql.staging, typed(sql.table, columns));
  sql.copy_target = copy_target(sql.staging, columns);
  // With its key where delete_old joins by it: whichever side the planner begins with, the other is
  // looked up.
  const bool joined_by_children = std::any_of(contract.children.begin(), contract.children.end(),
                                              [](const auto& child) { return child.stored; });
  sql.create_taken = temporary(
      taken,
      typed(sql.table, taken_columns(sql)) +
          (joined_by_children ? ", PRIMARY KEY (" + quoted_list(sql.table.primary_key) + ")" : ""));
  write_upsert(sql, taken);
  write_direct(sql);
  if (contract.partition) {
    sql.months = fmt::format(trusted_sql::months_of, quote_identifier(sql.table.partition_column),
                             quote_identifier(sql.staging));
  }
  for (const Names& link : contract.links) {
    sql.links.push_back(link_sql(sql, link, sql.links.size()));
    sql.note_new.push_back(note_links(contract.entity, link, sql.staging));
    sql.note_taken.push_back(note_links(contract.entity, link, taken));
  }
  sql.analyze_taken = "ANALYZE " + quote_identifier(taken);
  sql.clear = "TRUNCATE " + quote_identifier(sql.staging);
  sql.clear_taken = "TRUNCATE " + quote_identifier(taken);
  auto table = std::next(tables.begin());
  for (const contract::Child& child : contract.children) {
    if (!child.stored) continue;
    sql.children.push_back(child_sql(sql, child, std::move(*table++), taken));
    sql.clear += ", " + quote_identifier(sql.children.back().staging);
  }
  return sql;
}

}  // namespace gdo::trusted
