#include "export/privacy.h"

#include <algorithm>

#include "values/masking.h"

namespace gdo::exports {
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
