#pragma once

#include "export/row_format.h"

namespace gdo::exports {

// RFC 4180: a header, fields in quotes where they must be, lines that end with CR LF, UTF-8 without
// a byte order mark. NULL is an empty field, empty text is "".
class CsvFormat : public RowFormat {
 public:
  explicit CsvFormat(const ExportedTable& table) : table_(table) {}
  void append_head(std::string& out) const override;
  void append_row(const RowValues& row, bool first, std::string& out) const override;

 private:
  const ExportedTable& table_;
};

}  // namespace gdo::exports
