// Exit codes and messages for what an operator gets wrong or meets, and for being stopped.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "e2e/raw_contents.h"
#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kVenda = R"({"nr_pedido":"1"})";

TEST(RawExitCodes, NoServerIsThree) {
  RawSite site;
  site.environment["DB_HOST"] = "127.0.0.1";
  site.environment["DB_PORT"] = "1";
  const Ended ended = site.run();
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.err, HasSubstr("127.0.0.1"));
}

TEST(RawExitCodes, AWrongPasswordIsTwoAndNotShown) {
  RawSite site;
  site.environment["DB_USER"] = "no_such_user";
  site.environment["DB_PASSWORD"] = "hunter2hunter2";
  const Ended ended = site.run();
  EXPECT_EQ(ended.exit_code, 2) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("no_such_user"), Not(HasSubstr("hunter2"))));
}

TEST(RawExitCodes, NoLakeIsTwo) {
  RawSite site;
  site.environment.erase("GDO_LAKE");
  const Ended ended = site.run();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("GDO_LAKE"));
}

TEST(RawExitCodes, ALakeThatIsNoAddressIsTwo) {
  RawSite site;
  site.environment["GDO_LAKE"] = "s3://somewhere";
  const Ended ended = site.run();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("s3://somewhere"));
}

TEST(RawExitCodes, AMissingLakeFolderIsFour) {
  RawSite site;
  site.environment["GDO_LAKE"] = "file:///no/such/folder";
  const Ended ended = site.run();
  EXPECT_EQ(ended.exit_code, 4) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("/no/such/folder"));
}

TEST(RawExitCodes, ABucketThatDoesNotAnswerIsFour) {
  RawSite site;
  site.environment["GDO_LAKE"] = "gs://bucket/lake";
  site.environment["STORAGE_EMULATOR_HOST"] = "127.0.0.1:1";
  const Ended ended = site.run();
  EXPECT_EQ(ended.exit_code, 4) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("gs://bucket"), HasSubstr("127.0.0.1:1")));
}

TEST(RawExitCodes, AFileWithoutATenantIsTwoAndStays) {
  RawSite site;
  site.put("pending/registro_venda/x.json", kVenda);
  const auto refused = site.run_json();
  EXPECT_EQ(refused["exit"], 2);
  EXPECT_EQ(refused["arquivos_sem_cliente"], 1);
  EXPECT_EQ(site.get("pending/registro_venda/x.json"), kVenda);
  site.environment["GDO_TOKEN_CLIENTE"] = "c1c1c1";
  const auto loaded = site.run_json();
  EXPECT_EQ(site.get("pending/registro_venda/x.json"), "") << loaded;
}

TEST(RawExitCodes, AKeyThatWouldNeverBeValidIsTwo) {
  const RawSite site;
  for (const char* day : {"2025-01-31", "1999-12-31"}) {
    const Ended ended =
        run_gdo({"keys", "create", "--cliente", "a1b2c3", "--papel", "cliente", "--expira", day},
                site.environment);
    EXPECT_EQ(ended.exit_code, 2) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(day));
    EXPECT_EQ(ended.out, "");
  }
}

TEST(RawExitCodes, AnEmptyLakeIsZero) {
  const RawSite site;
  const Ended ended = site.run();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("nothing to do"));
}

TEST(RawExitCodes, LocaleAndTimeZoneChangeNothing) {
  TemporaryFolder source;
  generate_lake(source.path() / "lake", {"--days", "1", "--dirty", "0.3", "--records", "800"});
  std::vector<std::string> usual;
  for (const bool elsewhere : {false, true}) {
    RawSite site;
    copy_pending(source.path() / "lake", site.lake());
    if (elsewhere) {
      site.environment["TZ"] = "America/Sao_Paulo";
      site.environment["LC_ALL"] = "C";
      site.environment["LANG"] = "tr_TR.UTF-8";
    }
    (void)site.run();
    pg::Connection connection = site.connect();
    EXPECT_THAT(raw_defects(connection), testing::IsEmpty());
    auto contents = raw_contents(connection);
    contents.push_back(
        site.ask("SELECT string_agg(versao_em::text, ',' ORDER BY nome_arquivo) "
                 "FROM arquivo WHERE nome_arquivo LIKE '%2026%'"));
    if (elsewhere) {
      EXPECT_EQ(contents, usual);
    }
    usual = contents;
  }
}

class RawStopped : public testing::TestWithParam<int> {};

TEST_P(RawStopped, FinishesTheTransactionAndSaysHowToGoOn) {
  TemporaryFolder source;
  generate_lake(source.path() / "lake", {"--days", "2", "--seed", "3", "--records", "20000"});
  RawSite undisturbed;
  copy_pending(source.path() / "lake", undisturbed.lake());
  ASSERT_EQ(undisturbed.run().exit_code, 0);
  RawSite site;
  site.environment["GDO_LOTE_FILES"] = "2";
  copy_pending(source.path() / "lake", site.lake());
  (void)run_gdo({"migrate"}, site.environment);
  Program run({"run", "raw", "--workers", "1"}, site.environment);
  pg::Connection connection = site.connect();
  for (int tries = 0; tries < 5000; ++tries) {
    if (connection.query("SELECT count(*) FROM lote").integer(0, 0) > 0) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  run.signal(GetParam());
  const Ended stopped = run.wait();
  EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
  EXPECT_THAT(stopped.err, AllOf(HasSubstr("Stopping after the current transaction"),
                                 HasSubstr("`gdo run` goes on")));
  EXPECT_THAT(raw_defects(connection), testing::IsEmpty()) << "stopped, and nothing left to repair";
  EXPECT_GT(connection.query("SELECT count(*) FROM lote").integer(0, 0), 0);
  EXPECT_THAT(files_below(site.lake() / "pending"), Not(testing::IsEmpty()));

  EXPECT_EQ(site.run().exit_code, 0);
  pg::Connection other = undisturbed.connect();
  EXPECT_EQ(raw_contents(connection), raw_contents(other));
  EXPECT_EQ(files_below(site.lake()), files_below(undisturbed.lake()));
}

INSTANTIATE_TEST_SUITE_P(By, RawStopped, testing::Values(SIGINT, SIGTERM),
                         [](const auto& param) { return param.param == SIGINT ? "Int" : "Term"; });

}  // namespace
}  // namespace gdo::test
