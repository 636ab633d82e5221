#include "pg/binary_copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "support/test_database.h"

namespace gdo::pg {
namespace {

using testing::HasSubstr;
using testing::Not;

class BinaryCopyTest : public testing::Test {
 protected:
  std::int64_t count(const std::string& table) {
    return connection_.query("SELECT count(*) FROM " + table).integer(0, 0);
  }

  test::TestDatabase database_;
  Connection connection_ = database_.connect();
  BinaryRows rows_;
};

TEST_F(BinaryCopyTest, EveryTypeArrivesAsItWasWritten) {
  connection_.execute(
      "CREATE TABLE t (b boolean, s smallint, i integer, l bigint, f float8, x text, j json, "
      "jb jsonb, y bytea, d date, z timestamptz, n numeric, u text)");
  rows_.begin_row(13);
  rows_.boolean(true);
  rows_.int2(-32768);
  rows_.int4(-2147483647);
  rows_.int8(std::numeric_limits<std::int64_t>::min());
  rows_.float8(-0.1);
  rows_.text("água\t\n\\");
  rows_.text("{\"a\" : 1.10}");
  rows_.jsonb("{\"a\" : 1.10}");
  rows_.text(std::string_view("\0\xFF", 2));
  rows_.date(-1);
  rows_.timestamptz(-1);
  rows_.numeric("-12345.6780");
  rows_.null();
  CopyWriter copy(connection_, "t");
  copy.send(rows_.all());
  EXPECT_EQ(copy.finish(), 1);
  const Result row = connection_.query("SELECT * FROM t");
  const char* expected[] = {"t",
                            "-32768",
                            "-2147483647",
                            "-9223372036854775808",
                            "-0.1",
                            "água\t\n\\",
                            "{\"a\" : 1.10}",
                            "{\"a\": 1.10}",
                            "\\x00ff",
                            "1969-12-31",
                            "1969-12-31 23:59:59.999999+00",
                            "-12345.6780"};
  for (int i = 0; i < 12; ++i) EXPECT_EQ(row.text(0, i), expected[i]) << row.column_name(i);
  EXPECT_TRUE(row.is_null(0, 12));
}

TEST_F(BinaryCopyTest, AbandonedCopyLeavesTableEmptyAndConnectionUsable) {
  connection_.execute("CREATE TABLE t (x text)");
  for (const int rows : {0, 1, 5000}) {
    rows_.clear();
    for (int i = 0; i < rows; ++i) {
      rows_.begin_row(1);
      rows_.text(std::string(1000, 'x'));
    }
    {
      CopyWriter copy(connection_, "t");
      copy.send(rows_.all());
    }
    EXPECT_EQ(count("t"), 0) << rows;
  }
}

TEST_F(BinaryCopyTest, AbandonedRowsAreNotSent) {
  connection_.execute("CREATE TABLE t (x integer)");
  rows_.begin_row(1);
  rows_.int4(1);
  rows_.begin_row(1);
  rows_.abandon_row();
  rows_.begin_row(1);
  rows_.int4(3);
  EXPECT_EQ(rows_.rows(), 2U);
  CopyWriter copy(connection_, "t");
  copy.send(rows_.all());
  EXPECT_EQ(copy.finish(), 2);
  EXPECT_EQ(connection_.query("SELECT sum(x) FROM t").integer(0, 0), 4);
}

TEST_F(BinaryCopyTest, SlicesHoldTheRowsTheyName) {
  connection_.execute("CREATE TABLE t (x integer, y text)");
  for (int i = 0; i < 10; ++i) {
    rows_.begin_row(2);
    rows_.int4(i);
    rows_.text(std::string(static_cast<std::size_t>(i), 'x'));
  }
  CopyWriter copy(connection_, "t (\"x\", \"y\")");
  copy.send(rows_.slice(8, 10));
  copy.send(rows_.slice(5, 5));
  copy.send(rows_.slice(0, 3));
  EXPECT_EQ(copy.finish(), 5);
  EXPECT_EQ(connection_.query("SELECT string_agg(x::text, ',' ORDER BY x) FROM t").text(0, 0),
            "0,1,2,8,9");
}

TEST_F(BinaryCopyTest, RowsMayBeSentInPiecesOfAnySize) {
  connection_.execute("CREATE TABLE t (x integer, y text)");
  std::mt19937 random(7);
  std::size_t bytes = 0;
  for (int i = 0; i < 3000; ++i) {
    rows_.begin_row(2);
    rows_.int4(i);
    const std::size_t length = i == 1500 ? 3U << 20U : random() % 2000;
    rows_.text(std::string(length, 'y'));
    bytes += length;
  }
  CopyWriter copy(connection_, "t");
  for (std::string_view left = rows_.all(); !left.empty();) {
    const std::string_view piece = left.substr(0, random() % 200000);
    copy.send(piece);
    left.remove_prefix(piece.size());
  }
  EXPECT_EQ(copy.finish(), 3000);
  const Result sums = connection_.query("SELECT sum(x), sum(length(y)) FROM t");
  EXPECT_EQ(sums.integer(0, 0), 2999 * 3000 / 2);
  EXPECT_EQ(sums.integer(0, 1), static_cast<std::int64_t>(bytes));
}

TEST_F(BinaryCopyTest, ClearedRowsCanBeFilledAgainAndMoved) {
  connection_.execute("CREATE TABLE t (x integer)");
  rows_.begin_row(1);
  rows_.int4(1);
  rows_.clear();
  EXPECT_EQ(rows_.rows(), 0U);
  EXPECT_EQ(rows_.bytes(), 0U);
  rows_.begin_row(1);
  rows_.int4(2);
  const BinaryRows moved = std::move(rows_);
  CopyWriter copy(connection_, "t");
  copy.send(moved.all());
  EXPECT_EQ(copy.finish(), 1);
}

TEST_F(BinaryCopyTest, RefusedRowCarriesSqlstateButNoValueAndLeavesTheConnectionUsable) {
  connection_.execute("CREATE TABLE t (x json)");
  rows_.begin_row(1);
  rows_.text("{segredo");
  try {
    CopyWriter copy(connection_, "t");
    copy.send(rows_.all());
    copy.finish();
    FAIL() << "the server took a broken JSON";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::database);
    EXPECT_EQ(error.sqlstate(), "22P02");
    EXPECT_THAT(error.what(), Not(HasSubstr("segredo")));
  }
  EXPECT_EQ(count("t"), 0);
}

TEST_F(BinaryCopyTest, RefusedFirstRowOfManyMegabytesIsReported) {
  connection_.execute("CREATE TABLE t (x json)");
  rows_.begin_row(1);
  rows_.text("{");
  for (int i = 0; i < 20000; ++i) {
    rows_.begin_row(1);
    rows_.text("\"" + std::string(1000, 'x') + "\"");
  }
  std::string sqlstate;
  try {
    CopyWriter copy(connection_, "t");
    for (int i = 0; i < 5; ++i) copy.send(rows_.all());
    copy.finish();
  } catch (const Error& error) {
    sqlstate = error.sqlstate();
  }
  EXPECT_EQ(sqlstate, "22P02");
  EXPECT_EQ(count("t"), 0);
}

TEST_F(BinaryCopyTest, MissingTableIsReportedWhenTheCopyBegins) {
  try {
    CopyWriter copy(connection_, "\"nao_existe\" (\"x\")");
    FAIL() << "the server took a table that is not there";
  } catch (const Error& error) {
    EXPECT_EQ(error.sqlstate(), "42P01");
  }
  EXPECT_EQ(connection_.query("SELECT 1").integer(0, 0), 1);
}

TEST_F(BinaryCopyTest, LostConnectionIsUnreachable) {
  connection_.execute("CREATE TABLE t (x text)");
  rows_.begin_row(1);
  rows_.text(std::string(1U << 20U, 'x'));
  ErrorKind kind = ErrorKind::internal;
  try {
    CopyWriter copy(connection_, "t");
    copy.send(rows_.all());
    database_.connect().query("SELECT pg_terminate_backend($1, 10000)",
                              {connection_.backend_pid()});
    for (int i = 0; i < 5; ++i) copy.send(rows_.all());
    copy.finish();
  } catch (const Error& error) {
    kind = error.kind();
  }
  EXPECT_EQ(kind, ErrorKind::database_unreachable);
  EXPECT_EQ(database_.connect().query("SELECT count(*) FROM t").integer(0, 0), 0);
}

TEST_F(BinaryCopyTest, CopyInsideATransactionGoesWithIt) {
  connection_.execute("CREATE TABLE t (x integer)");
  rows_.begin_row(1);
  rows_.int4(1);
  {
    Transaction transaction(connection_);
    CopyWriter copy(connection_, "t");
    copy.send(rows_.all());
    copy.finish();
  }
  EXPECT_EQ(count("t"), 0);
}

TEST(BinaryRows, ValueOfAGigabyteIsRefused) {
  // Never read: the length alone must be refused.
  const char byte = 'x';
  BinaryRows rows;
  rows.begin_row(1);
  EXPECT_THROW(rows.text(std::string_view(&byte, std::size_t{1} << 30U)), Error);
}

}  // namespace
}  // namespace gdo::pg
