#pragma once

#include "export/row_format.h"

namespace gdo::exports {

// A JSON object per line: numbers with all their digits, booleans, null, json columns as JSON,
// dates and moments as ISO 8601 text.
class JsonlFormat : public RowFormat {
 public:
  explicit JsonlFormat(const ExportedTable& table) : table_(table) {}
  void append_row(const RowValues& row, bool first, std::string& out) const override;

 private:
  const ExportedTable& table_;
};

// {"column": value, …}
void append_json_object(const ExportedTable& table, const RowValues& row, std::string& out);

}  // namespace gdo::exports
