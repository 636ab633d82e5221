#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "gold/trusted_world.h"

// docs/tabelas.md names exactly the columns that exist, with their types.
namespace gdo::gold::test {
namespace {

using Columns = std::map<std::string, std::string>;

std::string cell(const std::string& line, int number) {
  std::size_t begin = 0;
  for (int i = 0; i < number; ++i) begin = line.find('|', begin) + 1;
  const std::string text = line.substr(begin, line.find('|', begin) - begin);
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Tables by the document's second-level headings; the last heading is not a table's.
std::map<std::string, Columns> documented() {
  std::ifstream document(std::string(GDO_TEST_DATA) + "/../../docs/tabelas.md");
  EXPECT_TRUE(document.is_open());
  std::map<std::string, Columns> tables;
  std::string table;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("## ")) table = line.substr(3);
    if (!table.starts_with("service_") || !line.starts_with("| ")) continue;
    const std::string column = cell(line, 1);
    if (column == "coluna") continue;
    EXPECT_NE(cell(line, 4), "") << table << "." << column << " has no meaning";
    EXPECT_NE(cell(line, 5), "") << table << "." << column << " comes from nowhere";
    EXPECT_TRUE(tables[table].emplace(column, cell(line, 2)).second) << column;
  }
  return tables;
}

// As format_type() spells them.
std::string short_type(const std::string& type) {
  return type == "timestamp with time zone" ? "timestamptz" : type;
}

TEST(TablesDocumentTest, NamesExactlyTheColumnsThatExist) {
  TrustedWorld& world = TrustedWorld::empty_again();
  std::map<std::string, Columns> existing;
  for (const std::string& table : world.gold_tables()) {
    const pg::Result rows = world.connection().query(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
        "WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
        {pg::Param(table)});
    for (int row = 0; row < rows.rows(); ++row) {
      existing[table].emplace(rows.text(row, 0), short_type(std::string(rows.text(row, 1))));
    }
  }
  EXPECT_EQ(documented(), existing);
}

}  // namespace
}  // namespace gdo::gold::test
