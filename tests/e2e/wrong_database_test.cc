// Settings that lead to no database of ours, or to the wrong one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "e2e/whole_site.h"
#include "support/pg_pool.h"

namespace gdo::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::vector<std::string>> kWorkers = {
    {"run"}, {"run", "--watch"}, {"migrate"}, {"doctor"}};

TEST(WrongDatabase, AUserOrPasswordWithoutAHostCreatesNothing) {
  const TemporaryFolder home;
  for (const char* const name : {"DB_USER", "DB_PASSWORD"}) {
    for (const auto& command : kWorkers) {
      const Ended ended = run_gdo(command, {{name, "hunter2"},
                                            {"GDO_HOME", home.path().string()},
                                            {"GDO_LAKE", "file://" + home.path().string()}});
      EXPECT_EQ(ended.exit_code, 2) << name << command.front() << ended.err;
      EXPECT_THAT(ended.out + ended.err, HasSubstr("DB_HOST"));
      EXPECT_THAT(ended.err, Not(HasSubstr("hunter2")));
    }
  }
  EXPECT_FALSE(std::filesystem::exists(home.path() / "pg"));
}

TEST(WrongDatabase, AReadingCommandCreatesNoServer) {
  const TemporaryFolder home;
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"status"},
                                             {"audit"},
                                             {"trace", "1"},
                                             {"files", "list"},
                                             {"rejected", "list"},
                                             {"alerts", "list"},
                                             {"pg", "url"},
                                             {"migrate", "--plan"}}) {
    const Ended ended = run_gdo(command, {{"GDO_HOME", home.path().string()},
                                          {"GDO_LAKE", "file://" + home.path().string()}});
    EXPECT_EQ(ended.exit_code, 2) << command.front() << ended.err;
  }
  EXPECT_TRUE(std::filesystem::is_empty(home.path()));
}

TEST(WrongDatabase, APasswordInsideTheHostIsNotShown) {
  for (const char* const host : {"ana:hunter2@db", "postgresql://ana:hunter2@db/gdo",
                                 "host=db password=hunter2", "hunter2@db"}) {
    const Ended ended = run_gdo({"doctor"}, {{"DB_HOST", host}});
    EXPECT_EQ(ended.exit_code, 2) << host;
    EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("hunter2"))) << host;
  }
}

TEST(WrongDatabase, APoolThatChangesSessionsIsRefused) {
  RawSite site;
  PgPool pool(server_socket(site));
  lead_through(site, pool.port());
  for (const auto& command : kWorkers) {
    const Ended ended = run_gdo(command, site.environment);
    EXPECT_EQ(ended.exit_code, 2) << command.front() << ended.err;
    EXPECT_THAT(ended.out + ended.err, HasSubstr("pool_mode")) << command.front();
  }
}

TEST(WrongDatabase, AnUnknownDatabaseOrUserIsConfiguration) {
  const RawSite site;
  for (const char* const name : {"DB_NAME", "DB_USER"}) {
    EnvironmentOf environment = site.environment;
    environment[name] = "nobody_knows_it";
    for (const auto& command : kWorkers) {
      const Ended ended = run_gdo(command, environment);
      EXPECT_EQ(ended.exit_code, 2) << name << command.front() << ended.err;
    }
  }
}

TEST(WrongDatabase, MetLaterAWatchStaysAndOpensAnAlert) {
  RawSite site;
  {
    pg::Connection owner = site.connect();
    owner.query("CREATE ROLE " + site.environment["DB_NAME"] + " LOGIN SUPERUSER");
  }
  const std::string role = site.environment["DB_NAME"];
  site.environment["DB_USER"] = role;
  Program watch({"run", "--watch", "--interval", "1"}, site.environment);
  for (int i = 0; i < 200; ++i) {
    ASSERT_FALSE(watch.ends_within(milliseconds(50))) << watch.wait().err;
    if (site.ask("SELECT to_regclass('modelo_cliente') IS NOT NULL") == "t" &&
        site.ask("SELECT count(*) FROM log_processamento WHERE camada = 'trusted' AND status = "
                 "'finalizado'") != "0") {
      break;
    }
  }
  ASSERT_FALSE(watch.ends_within(milliseconds(1500))) << watch.wait().err;
  site.connect().execute("ALTER ROLE " + role + " NOLOGIN");
  EXPECT_FALSE(watch.ends_within(milliseconds(5000))) << watch.wait().err;
  EXPECT_THAT(watch.said(), HasSubstr("trying again in 2 s"));
  site.connect().execute("ALTER ROLE " + role + " LOGIN");
  for (int i = 0; i < 300; ++i) {
    ASSERT_FALSE(watch.ends_within(milliseconds(50))) << watch.wait().err;
    if (site.ask("SELECT count(*) FROM alerta WHERE tipo = 'execucao_parada'") != "0") break;
  }
  EXPECT_EQ(site.ask("SELECT count(*) FROM alerta WHERE tipo = 'execucao_parada'"), "1");
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().exit_code, 0);
  site.connect().execute("REASSIGN OWNED BY " + role + " TO current_user; DROP OWNED BY " + role +
                         "; DROP ROLE " + role);
}

}  // namespace
}  // namespace gdo::test
