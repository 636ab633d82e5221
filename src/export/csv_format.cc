#include "export/csv_format.h"

#include "base/csv.h"

namespace gdo::exports {
void CsvFormat::append_head(std::string& out) const {
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_value(table_.columns[i].name, ',', out);
  }
  out += "\r\n";
}

void CsvFormat::append_row(const RowValues& row, bool, std::string& out) const {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out += ',';
    if (row[i]) append_csv_value(*row[i], ',', out);
  }
  out += "\r\n";
}

}  // namespace gdo::exports
