#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/exported_table.h"

namespace gdo::exports {

// Sets the masks of the columns that hold personal data: those that are marked in the database (by
// the contracts, in trusted), and those that the table's model names. model: null for trusted.
void mark_personal(ExportedTable& table, const std::vector<bool>& marked, const gold::Model* model);

// A row's values, as text; nullopt is NULL.
using RowValues = std::vector<std::optional<std::string_view>>;

// Puts masked values in the place of personal ones. One per export: its masked texts are valid
// until the next row.
class RowMasker {
 public:
  explicit RowMasker(const ExportedTable& table) : table_(table), texts_(table.columns.size()) {}

  void mask(RowValues& row);

 private:
  bool is_of_company(const ExportedColumn& column, const RowValues& row) const;

  const ExportedTable& table_;
  std::vector<std::string> texts_;
};

}  // namespace gdo::exports
