#include "api/query/row_values.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <regex>

#include "base/calendar.h"
#include "base/encodings.h"
#include "values/documents.h"

namespace gdo::api {
namespace {

using exports::ValueKind;

bool fits_integer(std::string_view type, std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  if (type == "bigint") return true;
  return number >= INT32_MIN && number <= INT32_MAX;
}

bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  if (text.size() > 40 || !values::is_digits(text.substr(0, point))) return false;
  return point == std::string_view::npos || values::is_digits(text.substr(point + 1));
}

bool is_moment(std::string_view text) {
  if (text.size() < 16 || !is_iso_date(text.substr(0, 10))) return false;
  static const std::regex time(
      R"([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]([01]\d):?[0-5]\d)?)");
  const std::string rest(text.substr(10));
  return std::regex_match(rest, time);
}

std::optional<std::string> truth_of(std::string_view text) {
  if (text == "true" || text == "sim" || text == "1") return "true";
  if (text == "false" || text == "nao" || text == "não" || text == "0") return "false";
  return std::nullopt;
}

// Documents are stored without what people write between their characters, units without leading
// zeros, codes of the CAR in capitals.
std::string as_stored(std::string_view column, std::string_view text) {
  const bool document = column.find("cnpj") != std::string_view::npos;
  const bool unit = column.starts_with("nr_unidade");
  if (!document && !unit && column != "faz_nr_car") return std::string(text);
  std::string stored;
  for (const char c : text) {
    const bool separator = c == '.' || c == ' ' || (document && (c == '/' || c == '-'));
    if (separator || (unit && c == '0' && stored.empty())) continue;
    stored += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return stored.empty() ? std::string(text) : stored;
}

}  // namespace

std::optional<std::string> column_value(const exports::ExportedColumn& column,
                                        std::string_view text) {
  bool fits = true;
  switch (column.kind) {
    case ValueKind::number:
      fits = column.type == "numeric" ? is_decimal(text) : fits_integer(column.type, text);
      break;
    case ValueKind::boolean:
      return truth_of(text);
    case ValueKind::date:
      // A month stands for its first day.
      if (text.size() == 7 && is_iso_date(std::string(text) + "-01"))
        return std::string(text) + "-01";
      fits = is_iso_date(text);
      break;
    case ValueKind::moment:
      fits = is_iso_date(text) || is_moment(text);
      break;
    case ValueKind::text:
      return as_stored(column.name, text);
    default:
      break;
  }
  return fits ? std::optional<std::string>(text) : std::nullopt;
}

Text value_wanted(ValueKind kind, std::string_view parameter) {
  switch (kind) {
    case ValueKind::number:
      return saidf("{} wants a number.", parameter);
    case ValueKind::boolean:
      return saidf("{} wants true or false.", parameter);
    case ValueKind::date:
      return saidf("{} wants a day, 2025-01-27.", parameter);
    case ValueKind::moment:
      return saidf("{} wants a moment, 2025-01-27T10:00:00Z, or a day.", parameter);
    default:
      return saidf("{} wants a text.", parameter);
  }
}

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
