#include "gold/model_statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "embedded/model_sql.h"
#include "pg/catalog.h"

namespace gdo::gold {
namespace {

template <typename Items, typename Text>
std::string joined(const Items& items, std::string_view separator, const Text& text) {
  std::string all;
  for (const auto& item : items) {
    if (!all.empty()) all += separator;
    all += text(item);
  }
  return all;
}

}  // namespace

TargetTable::TargetTable(pg::Connection& connection, const Model& model)
    : name_(pg::quote_identifier(model.name)) {
  for (const pg::TableColumn& column : pg::columns_of(connection, model.name)) {
    if (column.name == kChangedAt) {
      has_changed_at_ = true;
      continue;
    }
    const bool in_key =
        std::find(model.key.begin(), model.key.end(), column.name) != model.key.end();
    columns_.push_back({pg::quote_identifier(column.name), column.type, in_key});
  }
  if (columns_.empty()) {
    throw Error(ErrorKind::config,
                fmt::format("table {} does not exist; run: gdo migrate", model.name));
  }
}

std::string TargetTable::columns() const {
  const std::string all = joined(columns_, ", ", [](const Column& column) { return column.name; });
  return has_changed_at_ ? fmt::format("{}, {}", all, kChangedAt) : all;
}

std::string TargetTable::columns_of(std::string_view alias) const {
  const std::string all = joined(columns_, ", ", [&](const Column& column) {
    return fmt::format("{}.{}", alias, column.name);
  });
  return has_changed_at_ ? all + ", now()" : all;
}

std::string TargetTable::compared_columns(std::string_view alias) const {
  return joined(columns_, ", ", [&](const Column& column) {
    const bool keeps_scale = column.type == "numeric";
    return fmt::format("{}.{}{}", alias, column.name, keeps_scale ? "::text" : "");
  });
}

std::string TargetTable::cast_columns() const {
  return joined(columns_, ", ", [](const Column& column) {
    return fmt::format("{0}::{1} AS {0}", column.name, column.type);
  });
}

std::string TargetTable::assignments() const {
  std::vector<Column> others;
  std::copy_if(columns_.begin(), columns_.end(), std::back_inserter(others),
               [](const Column& column) { return !column.in_key; });
  if (has_changed_at_) others.push_back({.name = kChangedAt, .type = {}, .in_key = false});
  return joined(others, ", ", [](const Column& column) {
    return fmt::format("{0} = excluded.{0}", column.name);
  });
}

std::string equal_columns(const std::vector<std::string>& columns, std::string_view x,
                          std::string_view y) {
  return joined(columns, " AND ", [&](const std::string& column) {
    return fmt::format("{1}.{0} = {2}.{0}", pg::quote_identifier(column), x, y);
  });
}

std::string column_list(const std::vector<std::string>& columns) {
  return joined(columns, ", ",
                [](const std::string& column) { return pg::quote_identifier(column); });
}

std::string column_list(const std::vector<std::string>& columns, std::string_view alias) {
  return joined(columns, ", ", [&](const std::string& column) {
    return fmt::format("{}.{}", alias, pg::quote_identifier(column));
  });
}

namespace {

// No column is named so: of the table's own columns none can be meant.
std::string before(std::string_view column) {
  return pg::quote_identifier(fmt::format("velha:{}", column));
}

// Of a key every column is there, or none.
constexpr const char* kWasThere = "\"velha:token_cliente\" IS NOT NULL";
constexpr const char* kShouldBe = "token_cliente IS NOT NULL";

// The rows of the table that the model answers for.
std::string current_rows(const Model& model, const TargetTable& table, Scope scope) {
  const std::string all = fmt::format("SELECT t.* FROM {} t", table.name());
  if (scope == Scope::everything) return all + " WHERE t.token_cliente = $1";
  return fmt::format("{} JOIN chaves k ON {} WHERE t.token_cliente = $1", all,
                     equal_columns(model.group, "k", "t"));
}

}  // namespace

std::string in_scope(std::string_view sql, Scope scope) {
  const std::string_view unwanted = scope == Scope::groups ? "--@tudo" : "--@chaves";
  std::string kept;
  while (!sql.empty()) {
    const auto end = sql.find('\n');
    const std::string_view line = sql.substr(0, end);
    if (line.find(unwanted) == std::string_view::npos) kept.append(line).append("\n");
    sql = end == std::string_view::npos ? std::string_view{} : sql.substr(end + 1);
  }
  return kept;
}

std::string wanted_rows(const Model& model, const TargetTable& table, Scope scope) {
  return fmt::format("SELECT {} FROM (\n{}) linhas", table.cast_columns(),
                     in_scope(model.rows_sql, scope));
}

std::string compute_rows(const Model& model, const TargetTable& table, Scope scope) {
  return "CREATE TEMP TABLE novas ON COMMIT DROP AS " + wanted_rows(model, table, scope);
}

std::string insert_wanted(const Model& model, const TargetTable& table) {
  return fmt::format("INSERT INTO {} ({}) SELECT {} FROM ({}) n", table.name(), table.columns(),
                     table.columns_of("n"), wanted_rows(model, table, Scope::everything));
}

std::string insert_computed(const TargetTable& table) {
  return fmt::format("INSERT INTO {} ({}) SELECT {} FROM novas n", table.name(), table.columns(),
                     table.columns_of("n"));
}

std::string compare_rows(const Model& model, const TargetTable& table, Scope scope,
                         const std::vector<std::string>& links) {
  std::vector<std::string> kept = model.key;
  for (const std::string& link : links) {
    if (std::find(kept.begin(), kept.end(), link) == kept.end()) kept.push_back(link);
  }
  std::string columns = "n.*";
  for (const std::string& column : kept) {
    columns += fmt::format(", v.{} AS {}", pg::quote_identifier(column), before(column));
  }
  return fmt::format(model_sql::compare_rows, columns, wanted_rows(model, table, scope),
                     current_rows(model, table, scope), equal_columns(model.key, "n", "v"),
                     table.compared_columns("n"), table.compared_columns("v"));
}

std::string count_differences() {
  return fmt::format(model_sql::count_differences, kShouldBe, kWasThere);
}

std::string delete_vanished(const Model& model, const TargetTable& table) {
  std::string same;
  for (const std::string& column : model.key) {
    same += fmt::format(" AND t.{} = d.{}", pg::quote_identifier(column), before(column));
  }
  return fmt::format("DELETE FROM {} t USING diferenca d WHERE NOT d.{} AND t.token_cliente = $1{}",
                     table.name(), kShouldBe, same);
}

std::string insert_new(const TargetTable& table) {
  return fmt::format("INSERT INTO {} ({}) SELECT {} FROM diferenca d WHERE NOT {}", table.name(),
                     table.columns(), table.columns_of("d"), kWasThere);
}

std::string replace_changed(const Model& model, const TargetTable& table) {
  return fmt::format(model_sql::replace_changed, table.name(), table.columns(),
                     table.columns_of("d"), kShouldBe, kWasThere, column_list(model.key),
                     table.assignments());
}

std::string enqueue_change(const std::vector<std::string>& link) {
  std::string members;
  std::string old_values;
  std::string new_values;
  for (const std::string& column : link) {
    const std::string_view separator = members.empty() ? "" : ", ";
    members += fmt::format("{}'{}', {}", separator, column, pg::quote_identifier(column));
    old_values +=
        fmt::format("{}{} AS {}", separator, before(column), pg::quote_identifier(column));
    new_values += fmt::format("{}{}", separator, pg::quote_identifier(column));
  }
  return fmt::format(model_sql::enqueue_change, members, old_values, kWasThere, new_values,
                     kShouldBe);
}

}  // namespace gdo::gold
