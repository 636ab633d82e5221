#include "pg/connection.h"

#include <gtest/gtest.h>

#include "support/test_database.h"

namespace gdo::pg {
namespace {

TEST(Connection, ReturnsWhatAStatementSelects) {
  const test::TestDatabase database;
  Connection connection = database.connect();
  const Result result = connection.query("SELECT $1::bigint, $2::text, NULL", {7, "água"});
  ASSERT_EQ(result.rows(), 1);
  EXPECT_EQ(result.integer(0, 0), 7);
  EXPECT_EQ(result.text(0, 1), "água");
  EXPECT_TRUE(result.is_null(0, 2));
}

}  // namespace
}  // namespace gdo::pg
