#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gdo::api {

// What a table, or (column not empty) one of its columns, holds.
struct TableComment {
  std::string table;
  std::string column;
  std::string text;
};

// Of a page like docs/tabelas.md: a heading `## service_x`, its first paragraph, and a table whose
// first column is a column's name and whose fourth its meaning.
std::vector<TableComment> comments_of_page(std::string_view page);

// Of lines `table: text` and `table.column: text`.
std::vector<TableComment> comments_of_lines(std::string_view lines);

// Of a table's CREATE TABLE, a column a line with `-- text` behind it: `peso numeric(8,3), -- kg`.
std::vector<TableComment> comments_of_columns(std::string_view table, std::string_view sql);

// Of all tables that gdo describes.
std::vector<TableComment> table_comments();

}  // namespace gdo::api
