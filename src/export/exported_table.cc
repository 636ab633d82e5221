#include "export/exported_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "export/privacy.h"
#include "trace/event_scope.h"

namespace gdo::exports {
namespace {

ValueKind kind_of(std::string_view type) {
  constexpr std::array kNumbers = {"smallint", "integer",          "bigint",
                                   "numeric",  "double precision", "real"};
  if (std::find(kNumbers.begin(), kNumbers.end(), type) != kNumbers.end()) return ValueKind::number;
  if (type == "boolean") return ValueKind::boolean;
  if (type == "date") return ValueKind::date;
  if (type == "timestamp with time zone") return ValueKind::moment;
  if (type == "json" || type == "jsonb" || type.ends_with("[]")) return ValueKind::json;
  return ValueKind::text;
}

std::string existing_name(pg::Connection& connection, std::string_view name) {
  const pg::Result rows = connection.query(trace::export_sql_text("tabelas"));
  std::vector<std::string> tables;
  for (int row = 0; row < rows.rows(); ++row) tables.emplace_back(rows.text(row, 0));
  for (const char* layer : {"", "service_", "trusted_"}) {
    const std::string wanted = layer + std::string(name);
    if (std::find(tables.begin(), tables.end(), wanted) != tables.end()) return wanted;
  }
  if (tables.empty()) {
    throw Error(ErrorKind::config, "there are no tables to export yet; run: gdo migrate");
  }
  throw Error(ErrorKind::config, fmt::format("there is no table {} to export; there are: {}", name,
                                             fmt::join(tables, ", ")));
}

void find_places(ExportedTable& table, const gold::Model* model) {
  table.latitude = table.find("faz_geo_latitude");
  table.longitude = table.find("faz_geo_longitude");
  if (!table.latitude || !table.longitude) table.latitude = table.longitude = std::nullopt;
  if (model != nullptr && !model->day.empty()) table.day = table.find(model->day);
  for (const char* day : {"dt_abate", "dt_venda", "mes", "data_entrada", "atualizado_em"}) {
    if (table.day) return;
    table.day = table.find(day);
  }
}

}  // namespace

std::optional<std::size_t> ExportedTable::find(std::string_view column) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return i;
  }
  return std::nullopt;
}

ExportedTable exported_table(pg::Connection& connection, std::string_view name,
                             const gold::Models& models) {
  ExportedTable table;
  table.name = existing_name(connection, name);
  const pg::Result rows = connection.query(trace::export_sql_text("colunas"),
                                           {pg::Param(pg::quote_identifier(table.name))});
  std::vector<bool> marked;
  std::vector<std::pair<std::int64_t, std::size_t>> key;
  for (int row = 0; row < rows.rows(); ++row) {
    const std::string type(rows.text(row, 1));
    if (rows.integer(row, 2) > 0) key.emplace_back(rows.integer(row, 2), table.columns.size());
    marked.push_back(rows.boolean(row, 3));
    table.columns.push_back(
        {.name = std::string(rows.text(row, 0)), .type = type, .kind = kind_of(type)});
  }
  std::sort(key.begin(), key.end());
  for (const auto& [place, column] : key) table.key.push_back(column);
  if (table.key.empty()) {
    throw Error(ErrorKind::config,
                fmt::format("table {} has no primary key to export it by", table.name));
  }
  const gold::Model* model = models.find(table.name);
  mark_personal(table, marked, model);
  find_places(table, model);
  return table;
}

}  // namespace gdo::exports
