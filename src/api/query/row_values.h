#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/problem.h"
#include "api/query/list_sql.h"
#include "export/exported_table.h"
#include "export/row_format.h"
#include "pg/result.h"

namespace gdo::api {

// The value as PostgreSQL reads it for a column; nothing when it cannot be one. Days are
// 2025-01-27, moments ISO 8601 or a day, booleans true and false, sim and nao.
std::optional<std::string> column_value(const exports::ExportedColumn& column,
                                        std::string_view text);
// That the parameter has no value that column_value takes.
Text value_wanted(exports::ValueKind kind, std::string_view parameter);

// Rows of a rows_statement, one after the other: where each stands, and what clients see of it.
class RowText {
 public:
  RowText(const FetchedTable& fetched, bool in_clear)
      : fetched_(fetched), in_clear_(in_clear), masker_(fetched.table) {}

  // Valid until the next row.
  const exports::RowValues& shown(const pg::Result& rows, int row);
  Position position(const pg::Result& rows, int row) const;

 private:
  const FetchedTable& fetched_;
  bool in_clear_;
  exports::RowMasker masker_;
  exports::RowValues values_;
};

// CSV as Excel in Brazil reads it: semicolons, decimal commas, a byte order mark. Text that Excel
// would take for a formula gets an apostrophe.
class ExcelFormat : public exports::RowFormat {
 public:
  explicit ExcelFormat(const exports::ExportedTable& table) : table_(table) {}
  void append_head(std::string& out) const override;
  void append_row(const exports::RowValues& row, bool first, std::string& out) const override;

 private:
  const exports::ExportedTable& table_;
};

}  // namespace gdo::api
