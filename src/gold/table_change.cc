
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

#include "gold/model_statements.h"
#include "gold/models.h"
#include "pg/distributed.h"

namespace gdo::gold {
namespace {

constexpr const char* kDraft = "gdo_rascunho";

struct TableColumn {
  std::string name;
  std::string type;  // as format_type() spells it
  bool not_null = false;
};

struct TableShape {
  std::vector<TableColumn> columns;
  std::vector<std::string> key;
  std::string key_name;
  std::vector<std::pair<std::string, std::string>> indexes;  // name, definition without schema

  const TableColumn* find(const std::string& name) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const TableColumn& column) { return column.name == name; });
    return found == columns.end() ? nullptr : &*found;
  }
};

std::string qualified(std::string_view schema, std::string_view table) {
  return pg::quote_identifier(schema) + "." + pg::quote_identifier(table);
}

TableShape shape_of(pg::Connection& connection, std::string_view schema, std::string_view table) {
  const std::string name = qualified(schema, table);
  TableShape shape;
  const pg::Result columns = connection.query(gold_query("colunas"), {name});
  for (int row = 0; row < columns.rows(); ++row) {
    shape.columns.push_back({std::string(columns.text(row, 0)), std::string(columns.text(row, 1)),
                             columns.boolean(row, 2)});
  }
  const pg::Result indexes = connection.query(gold_query("colunas_dos_indices"),
                                              {name, " ON " + pg::quote_identifier(schema) + "."});
  for (int row = 0; row < indexes.rows(); ++row) {
    const std::string index(indexes.text(row, 0));
    if (indexes.boolean(row, 1)) {
      shape.key_name = index;
      shape.key.emplace_back(indexes.text(row, 3));
    } else if (shape.indexes.empty() || shape.indexes.back().first != index) {
      shape.indexes.emplace_back(index, std::string(indexes.text(row, 2)));
    }
  }
  return shape;
}

// The shape that the model's text gives, from a table made in a schema of its own.
TableShape wanted_shape(pg::Connection& connection, const Model& model) {
  const std::string path(connection.query("SHOW search_path").text(0, 0));
  connection.query(fmt::format("CREATE SCHEMA {}", kDraft));
  connection.query("SELECT set_config('search_path', $1 || ', ' || $2, true)", {kDraft, path});
  pg::execute_each(connection, model.table_sql);
  connection.query("SELECT set_config('search_path', $1, true)", {path});
  TableShape shape = shape_of(connection, kDraft, model.name);
  connection.query(fmt::format("DROP SCHEMA {} CASCADE", kDraft));
  return shape;
}

// What stands in a new column until the next run has worked out its rows.
std::string neutral_value(const TableColumn& column) {
  const std::string& type = column.type;
  if (column.name == kChangedAt) return "now()";
  if (type == "boolean") return "false";
  if (type == "integer" || type == "bigint" || type.starts_with("numeric")) return "0";
  if (type == "date" || type.starts_with("timestamp")) return "'-infinity'";
  if (type == "jsonb" || type.ends_with("[]")) return "'{}'";
  return "''";
}

// Digits before the point, of number types.
std::optional<int> whole_digits(std::string_view type) {
  if (type == "integer") return 10;
  if (type == "bigint") return 19;
  if (type == "numeric") return std::numeric_limits<int>::max();
  if (!type.starts_with("numeric(")) return std::nullopt;
  int precision = 0;
  int scale = 0;
  const char* end = type.data() + type.size();
  const auto comma = std::from_chars(type.data() + 8, end, precision).ptr;
  if (comma != end && *comma == ',') std::from_chars(comma + 1, end, scale);
  return precision - scale;
}

// Whether rows keep their values when the column's type changes.
bool keeps_values(std::string_view from, std::string_view to) {
  const auto before = whole_digits(from);
  const auto after = whole_digits(to);
  return before && after && *after >= *before;
}

class TableChange {
 public:
  TableChange(pg::Connection& connection, const Model& model, TableShape there, TableShape wanted)
      : connection_(connection),
        model_(model),
        there_(std::move(there)),
        wanted_(std::move(wanted)) {}

  std::string statements() {
    if (there_.key != wanted_.key) drop_key();
    for (const TableColumn& column : there_.columns) {
      if (wanted_.find(column.name) == nullptr) drop(column);
    }
    for (const TableColumn& column : wanted_.columns) bring(column);
    if (there_.key != wanted_.key) {
      alter(fmt::format("ADD CONSTRAINT {} PRIMARY KEY ({})",
                        pg::quote_identifier(wanted_.key_name), column_names(wanted_.key)));
    }
    for (const auto& [name, definition] : there_.indexes) {
      for (const auto& [other, other_definition] : wanted_.indexes) {
        if (name == other && definition != other_definition) {
          sql_ += fmt::format("DROP INDEX {};\n", pg::quote_identifier(name));
        }
      }
    }
    if (touched_.empty()) return sql_;
    refuse_blocked();
    return bi_view_away() + sql_;
  }

 private:
  static std::string column_names(const std::vector<std::string>& columns) {
    std::string names;
    for (const std::string& column : columns) {
      names += (names.empty() ? "" : ", ") + pg::quote_identifier(column);
    }
    return names;
  }

  void alter(const std::string& what) {
    sql_ += fmt::format("ALTER TABLE {} {};\n", pg::quote_identifier(model_.name), what);
  }

  void drop_key() {
    sql_ += fmt::format("DELETE FROM {};\n", pg::quote_identifier(model_.name));
    if (!there_.key_name.empty()) {
      alter("DROP CONSTRAINT " + pg::quote_identifier(there_.key_name));
    }
  }

  void drop(const TableColumn& column) {
    touched_.push_back(column.name);
    alter("DROP COLUMN " + pg::quote_identifier(column.name));
  }

  void add(const TableColumn& column) {
    const std::string name = pg::quote_identifier(column.name);
    if (!column.not_null) return alter(fmt::format("ADD COLUMN {} {}", name, column.type));
    alter(fmt::format("ADD COLUMN {} {} NOT NULL DEFAULT {}", name, column.type,
                      neutral_value(column)));
    alter(fmt::format("ALTER COLUMN {} DROP DEFAULT", name));
  }

  void bring(const TableColumn& column) {
    const TableColumn* there = there_.find(column.name);
    if (there == nullptr) return add(column);
    const std::string name = pg::quote_identifier(column.name);
    if (there->type != column.type) {
      if (!keeps_values(there->type, column.type)) {
        drop(*there);
        return add(column);
      }
      touched_.push_back(column.name);
      alter(fmt::format("ALTER COLUMN {0} TYPE {1} USING {0}::{1}", name, column.type));
    }
    if (column.not_null && !there->not_null) {
      sql_ += fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} IS NULL;\n",
                          pg::quote_identifier(model_.name), name, neutral_value(column));
      alter(fmt::format("ALTER COLUMN {} SET NOT NULL", name));
    } else if (!column.not_null && there->not_null) {
      alter(fmt::format("ALTER COLUMN {} DROP NOT NULL", name));
    }
  }

  // What BI tools read the table by is made anew with their rights (sql/direitos).
  std::string bi_view_away() const {
    constexpr std::string_view kPrefix = "service_";
    const std::string_view name = model_.name;
    if (!name.starts_with(kPrefix)) return "";
    return fmt::format("DROP VIEW IF EXISTS {};\n", qualified("gdo", name.substr(kPrefix.size())));
  }

  // PostgreSQL keeps a column that a view reads as it is.
  void refuse_blocked() {
    const pg::Result views =
        connection_.query(gold_query("visoes_que_leem"),
                          {pg::quote_identifier(model_.name), pg::text_array(touched_)});
    if (views.rows() == 0) return;
    std::vector<std::string> reads;
    for (int row = 0; row < views.rows(); ++row) {
      reads.push_back(fmt::format("{} reads {}", views.text(row, 0), views.text(row, 1)));
    }
    throw Error(ErrorKind::config,
                fmt::format("columns of {} are to change, but views read them: {}; drop those "
                            "views, run gdo migrate, and make them again",
                            model_.name, fmt::join(reads, ", ")));
  }

  pg::Connection& connection_;
  const Model& model_;
  TableShape there_;
  TableShape wanted_;
  std::vector<std::string> touched_;
  std::string sql_;
};

}  // namespace

std::string table_statements(pg::Connection& in_transaction, const Model& model) {
  const std::string here(in_transaction.query("SELECT current_schema()").text(0, 0));
  TableShape there = shape_of(in_transaction, here, model.name);
  if (there.columns.empty()) return model.table_sql;
  TableShape wanted = wanted_shape(in_transaction, model);
  return TableChange(in_transaction, model, std::move(there), std::move(wanted)).statements() +
         model.table_sql;
}

}  // namespace gdo::gold
