#include "export/csv_format.h"

namespace gdo::service {
namespace {

void append_field(std::string_view text, std::string& out) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void CsvFormat::append_head(std::string& out) const {
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (i > 0) out += ',';
    append_field(table_.columns[i].name, out);
  }
  out += "\r\n";
}

void CsvFormat::append_row(const RowValues& row, bool, std::string& out) const {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out += ',';
    if (row[i]) append_field(*row[i], out);
  }
  out += "\r\n";
}

}  // namespace gdo::service
