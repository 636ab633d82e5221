// What a cluster asks of statements, on a plain server, which takes them as well.

#include "pg/distributed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pg/advisory_lock.h"
#include "pg/catalog.h"
#include "support/test_database.h"

namespace gdo::pg {
namespace {

class Distributed : public testing::Test {
 protected:
  test::TestDatabase database_;
  Connection connection_ = database_.connect();
};

TEST_F(Distributed, SeveralStatementsAreSentOneByOneWhateverTheyHold) {
  execute_each(connection_,
               "-- a comment; with a semicolon\n"
               "CREATE TABLE a (b text DEFAULT 'x;''y', \"c;d\" integer);\n\n"
               "COMMENT ON TABLE a IS 'um; dois';\n"
               "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$ SELECT 1; SELECT 2; $$;\n"
               "  -- the end\n");
  EXPECT_EQ(connection_.query("SELECT obj_description('a'::regclass)").text(0, 0), "um; dois");
  EXPECT_EQ(connection_.query("SELECT f()").integer(0, 0), 2);
  // A node is sent the message whole: two statements in one would be refused, as they are here.
  EXPECT_THROW(connection_.query("SELECT 1; SELECT 2"), Error);
}

TEST_F(Distributed, ASettingOfTheTransactionIsTheTextItWasGiven) {
  Transaction transaction(connection_);
  for (const char* text : {"a'b\\c", "", "ção; SELECT 1"}) {
    set_local(connection_, "gdo.prova", text);
    EXPECT_EQ(connection_.query("SELECT current_setting('gdo.prova')").text(0, 0), text);
    EXPECT_EQ(connection_.query("SELECT " + literal(connection_, text)).text(0, 0), text);
  }
}

TEST_F(Distributed, WhatATransactionSetsIsForEveryNode) {
  EXPECT_EQ(connection_.query("SELECT current_setting('citus.propagate_set_commands')").text(0, 0),
            "local");
}

TEST_F(Distributed, OnAPlainServerNoTableIs) {
  connection_.execute("CREATE TABLE a (b text, c integer, PRIMARY KEY (c, b))");
  EXPECT_FALSE(is_coordinator(connection_));
  EXPECT_FALSE(is_distributed(connection_, "\"a\""));
  // What Citus notes of its tables.
  connection_.execute("CREATE TABLE pg_dist_partition (logicalrelid regclass)");
  EXPECT_TRUE(is_coordinator(connection_));
  EXPECT_FALSE(is_distributed(connection_, "\"a\""));
  connection_.execute("INSERT INTO pg_dist_partition VALUES ('a')");
  EXPECT_TRUE(is_distributed(connection_, "\"a\""));
}

TEST_F(Distributed, TheCatalogueSaysAKeysColumnsInItsOrder) {
  connection_.execute("CREATE TABLE a (b text, c numeric(8,3), PRIMARY KEY (c, b))");
  EXPECT_THAT(primary_key(connection_, "a"), testing::ElementsAre("c", "b"));
  EXPECT_THAT(primary_key(connection_, "nowhere"), testing::IsEmpty());
  ASSERT_EQ(columns_of(connection_, "a").size(), 2U);
  EXPECT_EQ(columns_of(connection_, "a")[1].type, "numeric(8,3)");
}

TEST_F(Distributed, ALockOfASessionIsHeldByOneAndGivenBack) {
  Connection other = database_.connect();
  {
    const SessionLock lock(connection_, "gdo prova");
    EXPECT_TRUE(lock.held());
    EXPECT_FALSE(SessionLock(other, "gdo prova").held());
    EXPECT_TRUE(SessionLock(other, "gdo outra").held());
  }
  EXPECT_TRUE(SessionLock(other, "gdo prova").held());
}

}  // namespace
}  // namespace gdo::pg
