#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gold/models.h"
#include "pg/connection.h"

namespace gdo::exports {

// How a value is written in formats that know more than text.
enum class ValueKind {
  text,
  number,   // exact decimal text
  boolean,  // true, false
  date,     // 2025-01-27
  moment,   // 2025-01-27T10:15:00Z
  json,     // json, jsonb and arrays
};

// What those who are not entitled to personal data see of a column.
enum class Mask {
  none,
  document,    // values::mask_document
  name,        // values::initials
  coordinate,  // values::coarse_coordinate
  farm_key,    // values::mask_farm_key
  withheld,    // "***"; null where the column holds no text
  unknown,     // null: members no contract knows, which may be anything
};

struct ExportedColumn {
  std::string name;
  std::string type;  // as format_type spells it, without its modifiers
  ValueKind kind = ValueKind::text;
  Mask mask = Mask::none;
  // The column of the same person's or company's document: of a company, nothing is masked but
  // coordinates.
  std::optional<std::size_t> document = {};
};

// A table of trusted or gold, as the database has it.
struct ExportedTable {
  std::string name;
  std::vector<ExportedColumn> columns;  // in the table's order
  std::vector<std::size_t> key;         // columns of the primary key, in its order
  std::optional<std::size_t> latitude;  // both or neither
  std::optional<std::size_t> longitude;
  // The day a row is about: --from and --to look at it. None = the table has no such column.
  std::optional<std::size_t> day;

  std::optional<std::size_t> find(std::string_view column) const;
};

// name: service_<x> or trusted_<x>, or <x> alone (gold is looked at first). Throws Error(config)
// for a table that is not there, that is none of these layers, or that has no primary key.
// models: of which gold's tables are, for personal data and days.
ExportedTable exported_table(pg::Connection& connection, std::string_view name,
                             const gold::Models& models = gold::built_in_models());

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
