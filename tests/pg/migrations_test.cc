#include "pg/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/test_database.h"

namespace gdo::pg {
namespace {

using testing::HasSubstr;

const std::vector<Migration> kTwo{{1, "cria_a", "CREATE TABLE a (x int); INSERT INTO a VALUES (1)"},
                                  {2, "cria_b", "CREATE TABLE b (x int)"}};

class MigrationsTest : public testing::Test {
 protected:
  std::vector<int> applied() {
    const Result rows = connection_.query("SELECT versao FROM migracao ORDER BY versao");
    std::vector<int> versions;
    for (int i = 0; i < rows.rows(); ++i) versions.push_back(static_cast<int>(rows.integer(i, 0)));
    return versions;
  }
  Error refused(const std::vector<Migration>& migrations) {
    try {
      migrate(connection_, migrations, "0.2.0");
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return {ErrorKind::internal, ""};
  }

  test::TestDatabase database_;
  Connection connection_ = database_.connect();
};

TEST_F(MigrationsTest, AppliesEachOnceAndRecordsIt) {
  EXPECT_EQ(migrate(connection_, kTwo, "0.1.0").size(), 2U);
  EXPECT_EQ(migrate(connection_, kTwo, "0.1.0").size(), 0U);
  EXPECT_EQ(connection_.query("SELECT count(*) FROM a").integer(0, 0), 1);
  const Result row = connection_.query(
      "SELECT nome, versao_programa, sha256 = encode(sha256($1::bytea), 'hex'), "
      "aplicada_em <= now() FROM migracao WHERE versao = 1",
      {Param::bytes(kTwo[0].sql)});
  EXPECT_EQ(row.text(0, 0), "cria_a");
  EXPECT_EQ(row.text(0, 1), "0.1.0");
  EXPECT_TRUE(row.boolean(0, 2));
  EXPECT_TRUE(row.boolean(0, 3));
}

TEST_F(MigrationsTest, PlanTellsWhatIsMissingAndChangesNothing) {
  EXPECT_EQ(plan(connection_, kTwo).size(), 2U);
  EXPECT_TRUE(connection_.query("SELECT to_regclass('migracao')").is_null(0, 0));
  migrate(connection_, std::span(kTwo).first(1), "0.1.0");
  const auto missing = plan(connection_, kTwo);
  ASSERT_EQ(missing.size(), 1U);
  EXPECT_EQ(missing[0].version, 2);
  migrate(connection_, kTwo, "0.1.1");
  EXPECT_EQ(applied(), (std::vector<int>{1, 2}));
}

TEST_F(MigrationsTest, FailedOneIsUndoneWholeAndThoseBeforeStay) {
  const std::vector<Migration> broken{
      kTwo[0], {2, "quebrada", "CREATE TABLE b (x int); INSERT INTO b VALUES ('x1')"}};
  const Error error = refused(broken);
  EXPECT_EQ(error.kind(), ErrorKind::database);
  EXPECT_EQ(error.sqlstate(), "22P02");
  EXPECT_THAT(error.what(), HasSubstr("2 (quebrada)"));
  EXPECT_EQ(applied(), std::vector<int>{1});
  EXPECT_TRUE(connection_.query("SELECT to_regclass('b')").is_null(0, 0));
  EXPECT_EQ(migrate(connection_, kTwo, "0.1.0").size(), 1U);
}

TEST_F(MigrationsTest, DatabaseNewerThanTheProgramIsRefused) {
  migrate(connection_, kTwo, "0.9.0");
  const Error error = refused({kTwo[0]});
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("upgrade gdo"));
  EXPECT_THAT(error.what(), HasSubstr("0.9.0"));
  EXPECT_THROW(plan(connection_, {}), Error);
}

TEST_F(MigrationsTest, UnknownMigrationInTheMiddleIsRefused) {
  migrate(connection_, kTwo, "0.9.0");
  EXPECT_EQ(refused({kTwo[1]}).kind(), ErrorKind::config);
}

TEST_F(MigrationsTest, ChangedTextIsRefused) {
  migrate(connection_, kTwo, "0.1.0");
  auto changed = kTwo;
  changed[1].sql += " ";
  const Error error = refused(changed);
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("2 (cria_b)"));
}

TEST_F(MigrationsTest, OneThatEndsItsTransactionIsReported) {
  EXPECT_EQ(refused({{1, "solta", "CREATE TABLE a (x int); COMMIT"}}).kind(), ErrorKind::internal);
  EXPECT_TRUE(applied().empty());
}

TEST_F(MigrationsTest, SeveralAtOnceApplyEachOnce) {
  // Fails when two run it: the table would be there already.
  std::vector<Migration> migrations;
  for (int i = 1; i <= 10; ++i) {
    const std::string sql =
        "CREATE TABLE m" + std::to_string(i) + " (x int); SELECT pg_sleep(0.01)";
    migrations.push_back({i, "m", sql});
  }
  std::atomic<std::size_t> total{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      Connection own = database_.connect();
      total += migrate(own, migrations, "0.1.0").size();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(total, 10U);
  EXPECT_EQ(applied().size(), 10U);
}

TEST_F(MigrationsTest, LockIsGivenBackAfterAnError) {
  refused({{1, "quebrada", "SELECT 1/0"}});
  Connection other = database_.connect();
  EXPECT_EQ(migrate(other, kTwo, "0.1.0").size(), 2U);
}

}  // namespace
}  // namespace gdo::pg
