#include "pg/repeated_statements.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/error.h"
#include "support/test_database.h"

namespace gdo::pg {
namespace {

class RepeatedStatementsTest : public testing::Test {
 protected:
  RepeatedStatementsTest() { remember_statements(connection_); }

  std::int64_t prepared(const std::string& like = "%") {
    return connection_
        .query(fmt::format("SELECT count(*), {} FROM pg_prepared_statements "
                           "WHERE statement LIKE $1 AND statement NOT LIKE '%pg_prepared%'",
                           ++asked_),
               {like})
        .integer(0, 0);
  }

  test::TestDatabase database_;
  Connection connection_ = database_.connect();
  int asked_ = 0;
};

TEST_F(RepeatedStatementsTest, WhatComesAgainIsPreparedAndSaysTheSame) {
  for (int i = 0; i < 5; ++i) {
    const Result row = connection_.query("SELECT $1::int + 1, $2::text", {i, std::nullopt});
    EXPECT_EQ(row.integer(0, 0), i + 1);
    EXPECT_TRUE(row.is_null(0, 1));
    EXPECT_EQ(prepared("SELECT $1::int%"), i == 0 ? 0 : 1);
  }
}

TEST_F(RepeatedStatementsTest, AQuestionThatFailsLeavesTheConnectionUsable) {
  for (int i = 0; i < 4; ++i) {
    EXPECT_THROW(connection_.query("SELECT 1 / $1::int", {0}), Error);
    EXPECT_THROW(connection_.query("SELECT nothing"), Error);
  }
  EXPECT_EQ(connection_.query("SELECT 4 / $1::int", {2}).integer(0, 0), 2);
  EXPECT_FALSE(connection_.in_transaction());
}

TEST_F(RepeatedStatementsTest, FetchesOfOtherColumnsAreNotMixedUp) {
  for (const char* columns : {"1, 2", "'a'::text", "now()"}) {
    connection_.execute("BEGIN");
    connection_.query(fmt::format("DECLARE c CURSOR FOR SELECT {}", columns));
    connection_.query("FETCH 1 FROM c");
    EXPECT_EQ(connection_.query("FETCH 1 FROM c").rows(), 0);
    connection_.execute("ROLLBACK");
  }
}

TEST_F(RepeatedStatementsTest, WhatGoesAheadHoldsForTheNextStatement) {
  for (int i = 0; i < 3; ++i) {
    send_ahead(connection_, {"BEGIN READ ONLY", fmt::format("SET LOCAL gdo.cliente = 'c{}'", i)});
    EXPECT_FALSE(connection_.in_transaction());
    EXPECT_EQ(connection_.query("SELECT current_setting('gdo.cliente')").text(0, 0),
              fmt::format("c{}", i));
    EXPECT_TRUE(connection_.in_transaction());
    EXPECT_EQ(connection_.query("SELECT current_setting('gdo.cliente')").text(0, 0),
              fmt::format("c{}", i));
    start_rollback(connection_);
    ASSERT_TRUE(await_rollback(connection_));
    EXPECT_EQ(
        connection_.query("SELECT coalesce(current_setting('gdo.cliente', true), '')").text(0, 0),
        "");
  }
}

TEST_F(RepeatedStatementsTest, QuestionsAskedTogetherAreAnsweredInTheirOrder) {
  const std::vector<Question> questions = {{"SELECT $1::int * 2", {1}},
                                           {"SELECT $1::text, $2::text", {"a", std::nullopt}},
                                           {"SELECT $1::int * 2", {3}},
                                           {"SELECT n FROM generate_series(1, 5000) n", {}}};
  for (int i = 0; i < 3; ++i) {
    send_ahead(connection_, {"BEGIN READ ONLY"});
    const std::vector<Result> answers = query_all(connection_, questions);
    ASSERT_EQ(answers.size(), 4U);
    EXPECT_EQ(answers[0].integer(0, 0), 2);
    EXPECT_EQ(answers[1].text(0, 0), "a");
    EXPECT_TRUE(answers[1].is_null(0, 1));
    EXPECT_EQ(answers[2].integer(0, 0), 6);
    EXPECT_EQ(answers[3].rows(), 5000);
    EXPECT_TRUE(connection_.in_transaction());
    connection_.execute("ROLLBACK");
  }
  EXPECT_EQ(prepared("SELECT $1::int * 2"), 1) << "twice in one trip, too";
}

TEST_F(RepeatedStatementsTest, OfQuestionsAskedTogetherTheFirstThatFailsIsTold) {
  const std::vector<Question> questions = {
      {"SELECT 1", {}}, {"SELECT 1 / $1::int", {0}}, {"SELECT nothing", {}}};
  for (int i = 0; i < 3; ++i) {
    try {
      query_all(connection_, questions);
      ADD_FAILURE() << "it should have failed";
    } catch (const Error& error) {
      EXPECT_EQ(error.sqlstate(), "22012");
    }
    EXPECT_EQ(connection_.query("SELECT 4 / $1::int", {2}).integer(0, 0), 2);
  }
  EXPECT_THROW(
      query_all(connection_, std::vector<Question>{{"SELECT 1", {}},
                                                   {"SELECT $1::text", {std::string("a\0", 2)}}}),
      Error);
  EXPECT_EQ(query_all(connection_, std::vector<Question>{}).size(), 0U);
}

TEST_F(RepeatedStatementsTest, AStatementListGoesAfterWhatWaits) {
  send_ahead(connection_, {"BEGIN"});
  connection_.execute("CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1 AS n");
  EXPECT_EQ(connection_.query("SELECT n FROM t").integer(0, 0), 1);
  connection_.execute("COMMIT");
  EXPECT_FALSE(connection_.in_transaction());
}

TEST_F(RepeatedStatementsTest, WhatFailsAheadFailsTheNextStatement) {
  send_ahead(connection_, {"BEGIN", "SET LOCAL statement_timeout = 'never'"});
  try {
    connection_.query("SELECT 1");
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.sqlstate(), "22023");
  }
  start_rollback(connection_);
  ASSERT_TRUE(await_rollback(connection_));
  EXPECT_EQ(connection_.query("SELECT 7").integer(0, 0), 7);
}

TEST_F(RepeatedStatementsTest, WhatWasNeverAskedIsDropped) {
  send_ahead(connection_, {"BEGIN"});
  start_rollback(connection_);
  ASSERT_TRUE(await_rollback(connection_));
  connection_.query("SELECT 1");
  EXPECT_FALSE(connection_.in_transaction());
}

TEST_F(RepeatedStatementsTest, OldStatementsMakeRoomForNewOnes) {
  for (int i = 0; i < 400; ++i) {
    for (int again = 0; again < 2; ++again) {
      EXPECT_EQ(connection_.query(fmt::format("SELECT {}", i)).integer(0, 0), i);
    }
  }
  EXPECT_LE(prepared(), 257);
  EXPECT_EQ(connection_.query("SELECT 0").integer(0, 0), 0);
}

TEST_F(RepeatedStatementsTest, ALostConnectionIsTold) {
  connection_.query("SELECT 1");
  Connection other = database_.connect();
  other.query("SELECT pg_terminate_backend($1)", {connection_.backend_pid()});
  send_ahead(connection_, {"BEGIN"});
  try {
    connection_.query("SELECT 1");
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::database_unreachable);
  }
  start_rollback(connection_);
  EXPECT_FALSE(await_rollback(connection_));
}

}  // namespace
}  // namespace gdo::pg
