#pragma once

#include <string>
#include <vector>

#include "gold/model.h"
#include "pg/connection.h"

namespace gdo::gold {

// When a row became what it is: a column that a model's table may have and its query does not give.
inline constexpr const char* kChangedAt = "atualizado_em";

// The columns of a model's table as the database has them, quoted once. Whether a row changed is
// not asked of kChangedAt, which is written with what is.
class TargetTable {
 public:
  TargetTable(pg::Connection& connection, const Model& model);

  const std::string& name() const { return name_; }
  // "a", "b": those that are written
  std::string columns() const;
  // n."a", n."b": what is written to them
  std::string columns_of(std::string_view alias) const;
  // The same, to be compared: numbers that keep their scale are equal when their digits are.
  std::string compared_columns(std::string_view alias) const;
  // "a"::text, "b"::numeric(8,3): what a query must give to be comparable to the table.
  std::string cast_columns() const;
  // "b" = excluded."b", …, for columns outside the key
  std::string assignments() const;

 private:
  struct Column {
    std::string name;
    std::string type;
    bool in_key;
  };
  std::string name_;
  std::vector<Column> columns_;  // without kChangedAt
  bool has_changed_at_ = false;  // has that one
};

// x."a" = y."a" AND …
std::string equal_columns(const std::vector<std::string>& columns, std::string_view x,
                          std::string_view y);
// "a", "b"; or x."a", x."b"
std::string column_list(const std::vector<std::string>& columns);
std::string column_list(const std::vector<std::string>& columns, std::string_view alias);

}  // namespace gdo::gold
