#include "pg/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>

#include "support/test_database.h"

namespace gdo::pg {
namespace {

using testing::HasSubstr;
using testing::Not;

// The Error that running `action` throws; fails the test when it throws none.
template <typename Action>
Error error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {ErrorKind::internal, "nothing was thrown"};
}

class ConnectionTest : public testing::Test {
 protected:
  test::TestDatabase database_;
  Connection connection_ = database_.connect();
};

TEST_F(ConnectionTest, SessionReadsAndWritesUtcIsoAndUtf8) {
  const auto setting = [&](const std::string& name) {
    return std::string(connection_.query("SHOW " + name).text(0, 0));
  };
  EXPECT_EQ(setting("TimeZone"), "UTC");
  EXPECT_EQ(setting("DateStyle"), "ISO, YMD");
  EXPECT_EQ(setting("client_encoding"), "UTF8");
  EXPECT_EQ(setting("standard_conforming_strings"), "on");
  EXPECT_EQ(setting("application_name"), "gdo");
}

TEST_F(ConnectionTest, ParametersArriveAsTheyWereGiven) {
  const std::string bytes("\0\xFF\\'", 4);
  const Result result = connection_.query(
      "SELECT $1::text, $2::bigint, $3::boolean, $4::float8 = 0.1, $5::text IS NULL, "
      "$6::bytea = '\\x00ff5c27'::bytea, $7::bigint, $8::float8, $9::text",
      {"água 'x' \\ \"", std::numeric_limits<std::int64_t>::min(), true, 0.1, std::nullopt,
       Param::bytes(bytes), std::optional<std::int64_t>(7), std::numeric_limits<double>::infinity(),
       std::string(100000, 'x')});
  EXPECT_EQ(result.text(0, 0), "água 'x' \\ \"");
  EXPECT_EQ(result.integer(0, 1), std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE(result.boolean(0, 2));
  EXPECT_TRUE(result.boolean(0, 3));
  EXPECT_TRUE(result.boolean(0, 4));
  EXPECT_TRUE(result.boolean(0, 5));
  EXPECT_EQ(result.integer(0, 6), 7);
  EXPECT_EQ(result.text(0, 7), "Infinity");
  EXPECT_EQ(result.text(0, 8).size(), 100000U);
}

TEST_F(ConnectionTest, TextWithNulByteIsRefusedInsteadOfCut) {
  const Error error =
      error_of([&] { connection_.query("SELECT $1::text", {std::string_view("a\0b", 3)}); });
  EXPECT_EQ(error.sqlstate(), "22021");
  EXPECT_EQ(connection_.query("SELECT 1").integer(0, 0), 1);
}

TEST_F(ConnectionTest, ArraysArriveElementByElement) {
  const std::vector<std::string> texts{"", "NULL", "a,b", "\"q\"", "\\", "{x}", " s ", "água"};
  const Result result = connection_.query(
      "SELECT v FROM unnest($1::text[]) WITH ORDINALITY t(v, n) ORDER BY n", {text_array(texts)});
  ASSERT_EQ(result.rows(), static_cast<int>(texts.size()));
  for (int i = 0; i < result.rows(); ++i) {
    EXPECT_EQ(result.text(i, 0), texts[static_cast<std::size_t>(i)]);
  }
  const std::vector<std::optional<std::string>> with_null{std::nullopt, "x", std::nullopt};
  EXPECT_EQ(
      connection_
          .query("SELECT count(*), count(v) FROM unnest($1::text[]) v", {text_array(with_null)})
          .text(0, 0),
      "3");
  const std::vector<std::int64_t> numbers{-1, 0, std::numeric_limits<std::int64_t>::max()};
  EXPECT_EQ(connection_.query("SELECT sum(v) FROM unnest($1::bigint[]) v", {integer_array(numbers)})
                .text(0, 0),
            "9223372036854775806");
  EXPECT_EQ(
      connection_
          .query("SELECT cardinality($1::text[])", {text_array(std::span<const std::string>())})
          .integer(0, 0),
      0);
}

TEST_F(ConnectionTest, IdentifiersKeepQuotesAndCase) {
  const std::string name = "Ta\"be la'; DROP";
  connection_.execute("CREATE TABLE " + quote_identifier(name) + " (x int)");
  EXPECT_EQ(
      connection_.query("SELECT count(*) FROM pg_class WHERE relname = $1", {name}).integer(0, 0),
      1);
}

TEST_F(ConnectionTest, ResultTellsNullTextAndColumnsApart) {
  const Result result = connection_.query("SELECT '' AS vazio, NULL AS nulo");
  EXPECT_EQ(result.columns(), 2);
  EXPECT_EQ(result.column_name(1), "nulo");
  EXPECT_EQ(result.optional_text(0, 0), "");
  EXPECT_EQ(result.optional_text(0, 1), std::nullopt);
  EXPECT_EQ(error_of([&] { result.integer(0, 0); }).kind(), ErrorKind::internal);
  EXPECT_EQ(error_of([&] { result.text(1, 0); }).kind(), ErrorKind::internal);
  EXPECT_EQ(error_of([&] { result.text(0, 2); }).kind(), ErrorKind::internal);
}

TEST_F(ConnectionTest, AffectedCountsChangedRows) {
  connection_.execute("CREATE TABLE t (x int)");
  EXPECT_EQ(connection_.query("INSERT INTO t SELECT generate_series(1, 5)").affected(), 5);
  EXPECT_EQ(connection_.query("DELETE FROM t WHERE x > 3").affected(), 2);
  EXPECT_EQ(connection_.query("SET work_mem = '5MB'").affected(), 0);
}

TEST_F(ConnectionTest, RefusedStatementsCarryTheirSqlstateAndLeaveTheSessionUsable) {
  const Error error = error_of([&] { connection_.query("SELECT * FROM nao_existe"); });
  EXPECT_EQ(error.kind(), ErrorKind::database);
  EXPECT_EQ(error.sqlstate(), "42P01");
  EXPECT_THAT(error.what(), HasSubstr("nao_existe"));
  EXPECT_EQ(connection_.query("SELECT 1").integer(0, 0), 1);
}

TEST_F(ConnectionTest, ErrorTextsQuoteNoValues) {
  connection_.execute(
      "CREATE TABLE t (cpf text PRIMARY KEY, n int); INSERT INTO t VALUES ('segredo', 1)");
  const Error unique =
      error_of([&] { connection_.query("INSERT INTO t VALUES ($1)", {"segredo"}); });
  EXPECT_EQ(unique.sqlstate(), "23505");
  EXPECT_THAT(unique.what(), Not(HasSubstr("segredo")));
  const Error number =
      error_of([&] { connection_.query("SELECT $1::text::int", {"seg\"re\"do"}); });
  EXPECT_EQ(number.sqlstate(), "22P02");
  EXPECT_THAT(number.what(), Not(HasSubstr("seg")));
  EXPECT_THAT(number.what(), Not(HasSubstr("do\"")));
}

TEST_F(ConnectionTest, CopyThroughAPlainStatementIsRefusedAndTheSessionGoesOn) {
  connection_.execute("CREATE TABLE t (x int)");
  EXPECT_EQ(error_of([&] { connection_.execute("COPY t FROM STDIN"); }).kind(),
            ErrorKind::internal);
  EXPECT_EQ(error_of([&] {
              connection_.execute("COPY (SELECT generate_series(1, 9999)) TO STDOUT");
            }).kind(),
            ErrorKind::internal);
  EXPECT_EQ(connection_.query("SELECT count(*) FROM t").integer(0, 0), 0);
}

TEST_F(ConnectionTest, TransactionIsRolledBackUnlessCommitted) {
  connection_.execute("CREATE TABLE t (x int)");
  {
    Transaction transaction(connection_);
    connection_.execute("INSERT INTO t VALUES (1)");
    EXPECT_TRUE(connection_.in_transaction());
  }
  EXPECT_FALSE(connection_.in_transaction());
  {
    Transaction transaction(connection_);
    connection_.execute("INSERT INTO t VALUES (2)");
    transaction.commit();
  }
  EXPECT_EQ(database_.connect().query("SELECT sum(x) FROM t").integer(0, 0), 2);
}

TEST_F(ConnectionTest, CommitAfterAFailedStatementThrows) {
  connection_.execute("CREATE TABLE t (x int)");
  Transaction transaction(connection_);
  connection_.execute("INSERT INTO t VALUES (1)");
  EXPECT_EQ(error_of([&] { connection_.execute("SELECT 1/0"); }).sqlstate(), "22012");
  EXPECT_EQ(error_of([&] { transaction.commit(); }).kind(), ErrorKind::database);
  EXPECT_FALSE(connection_.in_transaction());
}

TEST_F(ConnectionTest, DeferredConstraintThrowsAtCommit) {
  connection_.execute("CREATE TABLE t (x int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
  Transaction transaction(connection_);
  connection_.execute("INSERT INTO t VALUES (1), (1)");
  EXPECT_EQ(error_of([&] { transaction.commit(); }).sqlstate(), "23505");
}

TEST_F(ConnectionTest, LockNotAvailableIsTransient) {
  connection_.execute("CREATE TABLE t (x int)");
  Connection other = database_.connect();
  Transaction holder(other);
  other.execute("LOCK TABLE t");
  Transaction asking(connection_);
  const Error error = error_of([&] { connection_.execute("LOCK TABLE t NOWAIT"); });
  EXPECT_EQ(error.kind(), ErrorKind::transient);
  EXPECT_EQ(error.sqlstate(), "55P03");
}

TEST_F(ConnectionTest, LostConnectionIsUnreachableAndNotAlive) {
  EXPECT_TRUE(connection_.alive());
  database_.connect().query("SELECT pg_terminate_backend($1, 10000)", {connection_.backend_pid()});
  EXPECT_FALSE(connection_.alive());
  EXPECT_EQ(error_of([&] { connection_.query("SELECT 1"); }).kind(),
            ErrorKind::database_unreachable);
}

TEST_F(ConnectionTest, ConnectionLostInsideATransactionIsUnreachable) {
  Transaction transaction(connection_);
  database_.connect().query("SELECT pg_terminate_backend($1, 10000)", {connection_.backend_pid()});
  EXPECT_EQ(error_of([&] { transaction.commit(); }).kind(), ErrorKind::database_unreachable);
}

TEST_F(ConnectionTest, CancellerStopsAStatementFromAnotherThread) {
  const Canceller canceller = connection_.canceller();
  std::atomic<bool> done{false};
  std::thread stopper([&] {
    while (!done) {  // the first request may come before the statement
      canceller.cancel();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  const Error error = error_of([&] { connection_.query("SELECT pg_sleep(600)"); });
  done = true;
  stopper.join();
  EXPECT_EQ(error.kind(), ErrorKind::transient);
  EXPECT_EQ(error.sqlstate(), "57014");
}

TEST_F(ConnectionTest, MovedConnectionGoesOn) {
  Connection other = std::move(connection_);
  EXPECT_EQ(other.query("SELECT 1").integer(0, 0), 1);
  connection_ = database_.connect();
  EXPECT_EQ(connection_.query("SELECT 2").integer(0, 0), 2);
}

TEST(Connect, ServerThatIsNotThereIsUnreachableAndNoPasswordIsShown) {
  const Error error = error_of([] {
    Connection({.uri_or_conninfo = "host=/nonexistent user=gdo dbname=gdo password=segredo"});
  });
  EXPECT_EQ(error.kind(), ErrorKind::database_unreachable);
  EXPECT_THAT(error.what(), HasSubstr("/nonexistent"));
  EXPECT_THAT(error.what(), Not(HasSubstr("segredo")));
}

TEST(Connect, UnreadableSettingsAreConfigurationAndNoPasswordIsShown) {
  for (const char* conninfo :
       {"host=x password=segredo segredo", "postgresql://u:segr%zzedo@h/d",
        "postgresql://u:p@segredo@host/d", "host=x segredo=1", "password='segredo"}) {
    const Error error = error_of([&] { Connection({.uri_or_conninfo = conninfo}); });
    EXPECT_EQ(error.kind(), ErrorKind::config) << conninfo;
    EXPECT_THAT(error.what(), Not(HasSubstr("segr"))) << conninfo;
  }
}

TEST(Connect, UnknownDatabaseIsConfiguration) {
  const test::TestDatabase database;
  ConnectOptions options = database.options();
  options.uri_or_conninfo += " dbname=nao_existe";
  EXPECT_EQ(error_of([&] { Connection{options}; }).kind(), ErrorKind::config);
}

}  // namespace
}  // namespace gdo::pg
