#include "gold/target_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

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

}  // namespace gdo::gold
