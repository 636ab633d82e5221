#include "api/query/row_text.h"

#include <algorithm>

#include "base/csv.h"

namespace gdo::api {
namespace {

using exports::ValueKind;

bool is_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

const exports::RowValues& RowText::shown(const pg::Result& rows, int row) {
  values_.assign(fetched_.table.columns.size(), std::nullopt);
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const int column = static_cast<int>(i);
    if (!rows.is_null(row, column)) values_[i] = rows.text(row, column);
  }
  if (!in_clear_) masker_.mask(values_);
  values_.resize(fetched_.shown.columns.size());
  return values_;
}

Position RowText::position(const pg::Result& rows, int row) const {
  Position position;
  for (const std::size_t column : fetched_.order) {
    position.push_back(rows.optional_text(row, static_cast<int>(column)));
  }
  return position;
}

void ExcelFormat::append_head(std::string& out) const {
  out += "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (i > 0) out += ';';
    append_csv_value(table_.columns[i].name, ';', out);
  }
  out += "\r\n";
}

void ExcelFormat::append_row(const exports::RowValues& row, bool, std::string& out) const {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out += ';';
    if (!row[i]) continue;
    std::string text(*row[i]);
    const ValueKind kind = table_.columns[i].kind;
    if (kind == ValueKind::number) std::replace(text.begin(), text.end(), '.', ',');
    if (kind == ValueKind::text && is_formula(text)) text.insert(0, "'");
    append_csv_value(text, ';', out);
  }
  out += "\r\n";
}

}  // namespace gdo::api
