#include "gold/plain_gold.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace gdo::gold::test {
namespace {

namespace fs = std::filesystem;

// One file a table, "20_ordem_lotes.sql", in the order in which they build on each other.
std::vector<fs::path> files() {
  const fs::directory_iterator folder(fs::path(GDO_TEST_DATA) / "../gold/plain_gold");
  std::vector<fs::path> all(begin(folder), end(folder));
  std::sort(all.begin(), all.end());
  return all;
}

std::string contents_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Rows of one that the other has not; the first few of them.
void expect_within(pg::Connection& connection, const std::string& rows, const std::string& others,
                   const std::string& value_error) {
  const pg::Result found = connection.query(
      fmt::format("SELECT q::text FROM (({}) EXCEPT ALL ({})) q LIMIT 3", rows, others));
  for (int row = 0; row < found.rows(); ++row) ADD_FAILURE() << value_error << found.text(row, 0);
}

// All columns of the gold table, the plain one's rounded as the gold one's. When a row changed does
// not follow from other rows.
void compare(pg::Connection& connection, const std::string& name) {
  const pg::Result columns = connection.query(
      "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), "
      "string_agg(quote_ident(attname) || '::' || format_type(atttypid, atttypmod), ', ' "
      "ORDER BY attnum) FROM pg_attribute "
      "WHERE attrelid = ('service_' || $1)::regclass AND attnum > 0 AND NOT attisdropped "
      "AND attname <> 'atualizado_em'",
      {name});
  const std::string gold = fmt::format("SELECT {} FROM service_{}", columns.text(0, 0), name);
  const std::string plain = fmt::format("SELECT {} FROM plain_{}", columns.text(0, 1), name);
  expect_within(connection, gold, plain, "plain SQL has not service_" + name + " ");
  expect_within(connection, plain, gold, "only plain SQL has service_" + name + " ");
}

}  // namespace

void expect_plain_gold(pg::Connection& connection) {
  const pg::Transaction transaction(connection);  // takes the plain tables away at its end
  // Nobody analyzes them, so that the planner thinks them small. What that makes of the costs would
  // have every statement compiled, for seconds, where a server's settings allow it.
  connection.query("SET LOCAL enable_nestloop = off");
  connection.query("SET LOCAL jit = off");
  for (const fs::path& file : files()) {
    connection.execute(contents_of(file));
    const std::string name = file.stem().string();
    compare(connection, name.substr(name.find('_') + 1));
  }
}

}  // namespace gdo::gold::test
