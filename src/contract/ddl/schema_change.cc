#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "contract/ddl/sql_text.h"
#include "contract/ddl/trusted_ddl.h"

// plan_change of contract/trusted_ddl.h.
namespace gdo::contract {
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
                               quote_identifier(column.name), sql_literal(column.comment));
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
