#include "pg/copy_reader.h"

#include <gtest/gtest.h>

#include "support/test_database.h"

namespace gdo::pg {
namespace {

class CopyReaderTest : public testing::Test {
 protected:
  test::TestDatabase database_;
  Connection connection_ = database_.connect();
};

TEST_F(CopyReaderTest, EveryTypeIsReadAsTheServerHoldsIt) {
  CopyReader reader(connection_,
                    "SELECT true, (-2)::smallint, 3, 4::bigint, 0.1::float8, 'água', '{ }'::json, "
                    "'{\"a\":1}'::jsonb, '\\x00ff'::bytea, date '1969-12-31', "
                    "timestamptz '1970-01-01 00:00:01+00', -10.50::numeric, NULL::text, ''");
  ASSERT_TRUE(reader.next());
  ASSERT_EQ(reader.columns(), 14);
  EXPECT_TRUE(reader.boolean(0));
  EXPECT_EQ(reader.integer(1), -2);
  EXPECT_EQ(reader.integer(2), 3);
  EXPECT_EQ(reader.integer(3), 4);
  EXPECT_EQ(reader.float8(4), 0.1);
  EXPECT_EQ(reader.bytes(5), "água");
  EXPECT_EQ(reader.bytes(6), "{ }");
  EXPECT_EQ(reader.jsonb(7), "{\"a\": 1}");
  EXPECT_EQ(reader.bytes(8), std::string_view("\0\xFF", 2));
  EXPECT_EQ(reader.date(9), -1);
  EXPECT_EQ(reader.timestamptz(10), 1000000);
  EXPECT_EQ(reader.numeric(11), "-10.50");
  EXPECT_TRUE(reader.is_null(12));
  EXPECT_FALSE(reader.is_null(13));
  EXPECT_EQ(reader.bytes(13), "");
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.next());
}

TEST_F(CopyReaderTest, ReadsManyRowsInOrderAndLeavesTheConnectionUsable) {
  {
    CopyReader reader(connection_,
                      "SELECT i, repeat('x', i % 3000) FROM generate_series(1, 20000) i");
    std::int64_t expected = 0;
    while (reader.next()) {
      ++expected;
      ASSERT_EQ(reader.integer(0), expected);
      ASSERT_EQ(reader.bytes(1).size(), static_cast<std::size_t>(expected % 3000));
    }
    EXPECT_EQ(expected, 20000);
    EXPECT_EQ(connection_.query("SELECT 1").integer(0, 0), 1);
  }
  EXPECT_EQ(connection_.query("SELECT 1").integer(0, 0), 1);
}

TEST_F(CopyReaderTest, NoRowsAreNoRows) {
  CopyReader reader(connection_, "SELECT 1 WHERE false");
  EXPECT_FALSE(reader.next());
}

TEST_F(CopyReaderTest, RowsWithoutColumnsAreRows) {
  CopyReader reader(connection_, "SELECT FROM generate_series(1, 3)");
  EXPECT_TRUE(reader.next());
  EXPECT_TRUE(reader.next());
  EXPECT_TRUE(reader.next());
  EXPECT_FALSE(reader.next());
}

TEST_F(CopyReaderTest, AbandonedReadLeavesTheConnectionUsable) {
  for (const int read : {0, 1, 100}) {
    {
      CopyReader reader(connection_, "SELECT repeat('x', 1000) FROM generate_series(1, 200000)");
      for (int i = 0; i < read; ++i) ASSERT_TRUE(reader.next());
    }
    EXPECT_EQ(connection_.query("SELECT 1").integer(0, 0), 1) << read;
  }
}

TEST_F(CopyReaderTest, ErrorsOfTheQueryAreThrown) {
  EXPECT_THROW(CopyReader(connection_, "SELECT * FROM nao_existe"), Error);
  CopyReader reader(connection_, "SELECT 1 / (100 - i) FROM generate_series(1, 200) i");
  std::string sqlstate;
  int rows = 0;
  try {
    while (reader.next()) ++rows;
  } catch (const Error& error) {
    sqlstate = error.sqlstate();
  }
  EXPECT_EQ(rows, 99);
  EXPECT_EQ(sqlstate, "22012");
  EXPECT_EQ(connection_.query("SELECT 1").integer(0, 0), 1);
}

TEST_F(CopyReaderTest, WrongTypesNullsAndColumnsAreRefused) {
  CopyReader reader(connection_, "SELECT 'abc', NULL::int, 1");
  ASSERT_TRUE(reader.next());
  EXPECT_THROW(reader.integer(0), Error);
  EXPECT_THROW(reader.integer(1), Error);
  EXPECT_THROW(reader.jsonb(0), Error);
  EXPECT_THROW(reader.timestamptz(2), Error);
  EXPECT_THROW(reader.integer(3), Error);
  EXPECT_THROW(reader.integer(-1), Error);
}

}  // namespace
}  // namespace gdo::pg
