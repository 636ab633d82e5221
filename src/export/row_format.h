#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "export/privacy.h"

namespace gdo::exports {

// How the rows of a table become text. What a format appends for a row does not depend on other
// rows, but for whether it is the first: so an export can be gone on with.
class RowFormat {
 public:
  virtual ~RowFormat() = default;
  virtual void append_head(std::string&) const {}
  virtual void append_row(const RowValues& row, bool first, std::string& out) const = 0;
  virtual void append_tail(std::string&) const {}
};

// name: csv, jsonl or geojson. The table must outlive the format. Throws Error(config) for another
// name, and for geojson of a table without coordinates.
std::unique_ptr<RowFormat> row_format(std::string_view name, const ExportedTable& table);

}  // namespace gdo::exports
