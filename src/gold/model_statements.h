#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gold/model.h"
#include "pg/connection.h"

// The SQL that a model is run with. All takes the tenant as $1.
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

// What a model's text is worked out for: the groups in the temporary table `chaves`, or everything.
enum class Scope { groups, everything };

// The text with the lines of the other scope taken out.
std::string in_scope(std::string_view sql, Scope scope);

// The rows as they should be.
std::string wanted_rows(const Model& model, const TargetTable& table, Scope scope);

// Temporary table `novas`: all of them.
std::string compute_rows(const Model& model, const TargetTable& table, Scope scope);

// Into a table that holds no row of the tenant: the rows as they should be, or those of `novas`.
std::string insert_wanted(const Model& model, const TargetTable& table);
std::string insert_computed(const TargetTable& table);

// Temporary table `diferenca`, a row for each row that is to appear, change or go: what it should
// be (all null: gone), and of what is in the table the key and the columns `links` (all null: new),
// each as "velha:<column>".
std::string compare_rows(const Model& model, const TargetTable& table, Scope scope,
                         const std::vector<std::string>& links);
std::string count_differences();

std::string delete_vanished(const Model& model, const TargetTable& table);
std::string insert_new(const TargetTable& table);
std::string replace_changed(const Model& model, const TargetTable& table);

// Rows of `mudanca` for a follower ($2) that asks for the columns `link` of this model ($3).
std::string enqueue_change(const std::vector<std::string>& link);

// The statements that give the table a model has in the database the columns, key and indexes of
// its text, and those that make it where it is not there. Rows stay for readers until the next run
// works them out again: a new column has a neutral value until then. Where the key itself changes
// they cannot, and are deleted. Throws Error(config) naming the views that read a column which is
// to go or to change its type. In an open transaction; leaves nothing behind in it.
std::string table_statements(pg::Connection& in_transaction, const Model& model);

}  // namespace gdo::gold
