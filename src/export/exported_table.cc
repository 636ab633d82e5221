#include "export/exported_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "trace/event_scope.h"
#include "values/masking.h"

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

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Mask mask_of(const ExportedColumn& column) {
  if (column.name == "chave_fazenda") return Mask::farm_key;
  if (contains(column.name, "cpf") || contains(column.name, "cnpj")) return Mask::document;
  if (contains(column.name, "latitude") || contains(column.name, "longitude")) {
    return Mask::coordinate;
  }
  if (contains(column.name, "nome")) return Mask::name;
  return Mask::withheld;
}

// Columns that begin so are about whom that document names. A farm is its producer's.
struct Party {
  std::string_view prefix;
  std::string_view document;
};
constexpr Party kParties[] = {
    {"prod_", "prod_cpf_cnpj"},
    {"faz_", "prod_cpf_cnpj"},
    {"origem_", "origem_cpf_cnpj"},
    {"destino_", "destino_cpf_cnpj"},
    {"nf_origem_", "nf_cnpj_origem"},
    {"nf_destino_", "nf_cnpj_destino"},
    {"nome_transportadora", "cnpj_transportadora"},
};

std::optional<std::size_t> document_of(const ExportedTable& table, std::string_view column) {
  for (const Party& party : kParties) {
    if (column.starts_with(party.prefix)) return table.find(party.document);
  }
  return std::nullopt;
}

std::string masked(Mask mask, std::string_view value) {
  switch (mask) {
    case Mask::none:
      return std::string(value);
    case Mask::document:
      return values::mask_document(value);
    case Mask::name:
      return values::initials(value);
    case Mask::coordinate:
      return values::coarse_coordinate(value);
    case Mask::farm_key:
      return values::mask_farm_key(value);
    case Mask::withheld:
    case Mask::unknown:
      break;
  }
  return std::string(values::kWithheld);
}

bool is_named_by(const gold::Model* model, const std::string& column) {
  if (model == nullptr) return false;
  const auto& personal = model->personal;
  return std::find(personal.begin(), personal.end(), column) != personal.end();
}

}  // namespace

void mark_personal(ExportedTable& table, const std::vector<bool>& marked,
                   const gold::Model* model) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    ExportedColumn& column = table.columns[i];
    if (column.name == "dados_extras") {
      column.mask = Mask::unknown;
    } else if (marked[i] || is_named_by(model, column.name)) {
      column.mask = mask_of(column);
      column.document = document_of(table, column.name);
    }
  }
}

bool RowMasker::is_of_company(const ExportedColumn& column, const RowValues& row) const {
  if (!column.document) return false;
  const auto& document = row[*column.document];
  return document && values::is_company_document(*document);
}

void RowMasker::mask(RowValues& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const ExportedColumn& column = table_.columns[i];
    if (!row[i] || column.mask == Mask::none) continue;
    // A document that was masked already still distinguishes a company from a person.
    if (column.mask != Mask::coordinate && is_of_company(column, row)) continue;
    std::string& text = texts_[i];
    text = masked(column.mask, *row[i]);
    const bool shown = column.mask != Mask::unknown &&
                       (column.kind == ValueKind::text || text != values::kWithheld);
    row[i] = shown ? std::optional<std::string_view>(text) : std::nullopt;
  }
}

}  // namespace gdo::exports
