#include "pg/cluster/private_cluster.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/log.h"
#include "pg/cluster/child_process.h"
#include "pg/connection.h"
#include "support/temporary_folder.h"

namespace gdo::pg {
namespace {

namespace fs = std::filesystem;
using State = ClusterStatus::State;
using std::chrono::milliseconds;
using testing::HasSubstr;

// A gdo of its own, that does one thing with the cluster and ends: 0, or the error's kind + 1.
pid_t in_another_process(const std::function<void()>& action) {
  const pid_t child = fork();
  if (child != 0) return child;
  int code = 0;
  try {
    action();
  } catch (const Error& error) {
    code = 1 + static_cast<int>(error.kind());
  }
  _exit(code);
}

int exit_code_of(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void kill_hard(pid_t child) {
  kill(child, SIGKILL);
  exit_code_of(child);
}

Error error_of_start(PrivateCluster& cluster) {
  try {
    cluster.start();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "the cluster started";
  return {ErrorKind::internal, ""};
}

std::string ask(const PrivateCluster& cluster, const std::string& sql) {
  Connection connection({.uri_or_conninfo = cluster.conninfo()});
  return std::string(connection.query(sql).text(0, 0));
}

class NewClusterTest : public testing::Test {
 protected:
  NewClusterTest() { log::set_level(log::Level::warn); }
  ~NewClusterTest() override { cluster_.destroy(); }

  bool has_unfinished_data() const {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(home_ / "pg", none)) {
      if (entry.path().filename().string().starts_with("initdb-")) return true;
    }
    return false;
  }

  test::TemporaryFolder folder_;
  fs::path home_ = folder_.path() / "home";
  PrivateCluster cluster_{home_};
};

TEST_F(NewClusterTest, LookingAtItCreatesNothing) {
  EXPECT_EQ(cluster_.status().state, State::never_created);
  EXPECT_FALSE(cluster_.stop());
  EXPECT_NE(cluster_.uri(), "");
  cluster_.destroy();
  EXPECT_FALSE(fs::exists(home_));
}

TEST_F(NewClusterTest, SeveralProcessesMayStartItAtOnce) {
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(in_another_process([&] {
      cluster_.start();
      ask(cluster_, "SELECT 1");
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(exit_code_of(child), 0);
  EXPECT_EQ(ask(cluster_, "SELECT 1"), "1");
}

TEST_F(NewClusterTest, KilledAtAnyMomentOfItsFirstStartItStartsNextTime) {
  for (const int after_ms : {15, 100, 400, 800}) {
    const pid_t child = in_another_process([&] { cluster_.start(); });
    std::this_thread::sleep_for(milliseconds(after_ms));
    kill_hard(child);
    cluster_.start();
    EXPECT_EQ(ask(cluster_, "SELECT current_database()"), "gdo") << after_ms;
    EXPECT_FALSE(has_unfinished_data()) << after_ms;
    cluster_.destroy();
  }
}

TEST_F(NewClusterTest, KilledWhileInitdbRunsItHasNoData) {
  const pid_t child = in_another_process([&] { cluster_.start(); });
  while (!has_unfinished_data()) std::this_thread::sleep_for(milliseconds(1));
  kill_hard(child);
  EXPECT_FALSE(fs::exists(home_ / "pg/data"));
  EXPECT_EQ(cluster_.status().state, State::never_created);
}

TEST_F(NewClusterTest, FolderThatCannotBeMadeIsAConfigurationError) {
  std::ofstream(folder_.path() / "file") << "x";
  PrivateCluster cluster(folder_.path() / "file/home");
  const Error error = error_of_start(cluster);
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("GDO_HOME"));
}

// A cluster made once, which each test finds stopped or running and leaves as it was.
class PrivateClusterTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    log::set_level(log::Level::warn);
    folder_ = std::make_unique<test::TemporaryFolder>();
    cluster_ = std::make_unique<PrivateCluster>(folder_->path() / "água 'x' %41");
  }
  static void TearDownTestSuite() {
    cluster_->destroy();
    cluster_.reset();
    folder_.reset();
  }

  void add_setting(const std::string& line) {
    cluster_->start();
    cluster_->stop();
    fs::copy_file(data() / "postgresql.conf", folder_->path() / "kept");
    std::ofstream(data() / "postgresql.conf", std::ios::app) << line << "\n";
  }
  void restore_settings() {
    std::ifstream kept(folder_->path() / "kept");
    std::ofstream(data() / "postgresql.conf") << kept.rdbuf();
    fs::remove(folder_->path() / "kept");
  }

  static fs::path data() { return cluster_->status().data_folder; }
  static std::string ask(const std::string& sql) { return pg::ask(*cluster_, sql); }

  static std::unique_ptr<test::TemporaryFolder> folder_;
  static std::unique_ptr<PrivateCluster> cluster_;
};

std::unique_ptr<test::TemporaryFolder> PrivateClusterTest::folder_;
std::unique_ptr<PrivateCluster> PrivateClusterTest::cluster_;

TEST_F(PrivateClusterTest, StartsOnDemandAndStopsAndKeepsItsData) {
  cluster_->start();
  cluster_->start();
  EXPECT_EQ(ask("SELECT current_user || ' ' || current_database()"), "gdo gdo");
  Connection({.uri_or_conninfo = cluster_->conninfo()})
      .execute("CREATE TABLE fica AS SELECT 42 AS x");
  EXPECT_TRUE(cluster_->stop());
  EXPECT_FALSE(cluster_->stop());
  cluster_->start();
  EXPECT_EQ(ask("SELECT x FROM fica"), "42");
}

TEST_F(PrivateClusterTest, StatusTellsWhatThereIs) {
  cluster_->start();
  const ClusterStatus running = cluster_->status();
  EXPECT_EQ(running.state, State::running);
  EXPECT_TRUE(process_lives(running.pid));
  EXPECT_GT(cluster_->bytes(), 1U << 20U);
  EXPECT_FALSE(running.version.empty());
  EXPECT_EQ(ask("SHOW data_directory"), running.data_folder);
  cluster_->stop();
  const ClusterStatus stopped = cluster_->status();
  EXPECT_EQ(stopped.state, State::stopped);
  EXPECT_EQ(stopped.pid, 0);
  EXPECT_FALSE(process_lives(running.pid));
}

TEST_F(PrivateClusterTest, ServerListensOnlyOnASocketNobodyElseReachesAndIsDurable) {
  cluster_->start();
  EXPECT_EQ(ask("SHOW listen_addresses"), "");
  EXPECT_EQ(ask("SHOW fsync"), "on");
  EXPECT_EQ(ask("SHOW synchronous_commit"), "on");
  EXPECT_EQ(ask("SHOW full_page_writes"), "on");
  EXPECT_EQ(ask("SHOW server_encoding"), "UTF8");
  EXPECT_EQ(ask("SELECT upper('é')"), "É");
  EXPECT_EQ(ask("SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL"), "0");
  struct stat info {};
  ASSERT_EQ(stat(cluster_->status().socket_folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  ASSERT_EQ(stat(fmt::format("/proc/{}", cluster_->status().pid).c_str(), &info), 0);
  EXPECT_NE(info.st_uid, 0U);
}

TEST_F(PrivateClusterTest, ServerOutlivesUsAndHoldsNothingOfOurs) {
  cluster_->start();
  cluster_->stop();
  const fs::path ours = folder_->path() / "ours";
  const int fd = open(ours.c_str(), O_CREAT | O_RDWR, 0600);
  ASSERT_EQ(exit_code_of(in_another_process([&] { cluster_->start(); })), 0);
  close(fd);
  const pid_t pid = cluster_->status().pid;
  EXPECT_NE(getsid(pid), getsid(0));
  for (const auto& entry : fs::directory_iterator(fmt::format("/proc/{}/fd", pid))) {
    const fs::path target = fs::read_symlink(entry.path());
    EXPECT_NE(target, ours);
    EXPECT_NE(target.filename(), "lock");
  }
  EXPECT_EQ(ask("SELECT 1"), "1");
}

TEST_F(PrivateClusterTest, ServerThatWasKilledIsStartedAgainWithWhatItHadCommitted) {
  cluster_->start();
  Connection({.uri_or_conninfo = cluster_->conninfo()}).execute("CREATE TABLE t AS SELECT 42 AS x");
  for (int i = 0; i < 3; ++i) {
    const pid_t pid = cluster_->status().pid;
    kill(pid, SIGKILL);
    while (process_lives(pid)) std::this_thread::sleep_for(milliseconds(1));
    EXPECT_EQ(cluster_->status().state, State::stopped);
    cluster_->start();
    EXPECT_EQ(ask("SELECT x FROM t"), "42");
  }
}

TEST_F(PrivateClusterTest, StaleFileThatNamesAnotherProcessOfTheSameUserIsNoServer) {
  cluster_->start();
  const SystemUser owner = user_named(cluster_->status().owner);
  const pid_t other =
      start_daemon({.arguments = {"/bin/sleep", "300"}, .user = owner, .folder = "/", .input = {}},
                   cluster_->status().log_file);
  std::ifstream in(data() / "postmaster.pid");
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  cluster_->stop();
  text.replace(0, text.find('\n'), std::to_string(other));
  std::ofstream(data() / "postmaster.pid") << text;
  EXPECT_EQ(chown((data() / "postmaster.pid").c_str(), owner.uid, owner.gid), 0);
  EXPECT_EQ(cluster_->status().state, State::stopped);
  EXPECT_FALSE(cluster_->stop());
  EXPECT_TRUE(process_lives(other));
  cluster_->start();
  EXPECT_EQ(ask("SELECT 1"), "1");
  kill(other, SIGKILL);
}

// As a reboot may leave it: what works in process 1 may not even be shown to us.
TEST_F(PrivateClusterTest, StaleFileThatNamesAnotherUsersProcessIsNoServer) {
  cluster_->start();
  const SystemUser owner = user_named(cluster_->status().owner);
  cluster_->stop();
  std::ofstream(data() / "postmaster.pid")
      << "1\n"
      << data().string() << "\n0\n5432\n\n\n  5432001  0\nready   \n";
  EXPECT_EQ(chown((data() / "postmaster.pid").c_str(), owner.uid, owner.gid), 0);
  EXPECT_EQ(cluster_->status().state, State::stopped);
  cluster_->start();
  EXPECT_EQ(ask("SELECT 1"), "1");
}

TEST_F(PrivateClusterTest, StaleFileThatACrashLeftEmptyIsNoServer) {
  cluster_->start();
  const SystemUser owner = user_named(cluster_->status().owner);
  cluster_->stop();
  std::ofstream(data() / "postmaster.pid").flush();
  EXPECT_EQ(chown((data() / "postmaster.pid").c_str(), owner.uid, owner.gid), 0);
  cluster_->start();
  EXPECT_EQ(ask("SELECT 1"), "1");
}

TEST_F(PrivateClusterTest, SocketThatWasTidiedAwayComesBack) {
  cluster_->start();
  fs::remove(cluster_->status().socket_folder / ".s.PGSQL.5432");
  cluster_->start();
  EXPECT_EQ(ask("SELECT 1"), "1");
}

TEST_F(PrivateClusterTest, OwnSettingsOverrideThoseOfGdo) {
  add_setting("work_mem = '77MB'");
  cluster_->start();
  EXPECT_EQ(ask("SHOW work_mem"), "77MB");
  restore_settings();
}

TEST_F(PrivateClusterTest, ServerThatCannotStartShowsTheEndOfItsLog) {
  add_setting("nonsense_setting = 1");
  const Error error = error_of_start(*cluster_);
  EXPECT_EQ(error.kind(), ErrorKind::database_unreachable);
  EXPECT_THAT(error.what(), HasSubstr("nonsense_setting"));
  restore_settings();
}

TEST_F(PrivateClusterTest, DataOfAnotherMajorVersionIsRefused) {
  cluster_->start();
  cluster_->stop();
  const std::string version = cluster_->status().version;
  std::ofstream(data() / "PG_VERSION") << "77\n";
  const Error error = error_of_start(*cluster_);
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("postgresql-77"));
  std::ofstream(data() / "PG_VERSION") << version << "\n";
}

TEST_F(PrivateClusterTest, FolderOpenToOthersIsRefused) {
  cluster_->start();
  cluster_->stop();
  fs::permissions(data().parent_path(), fs::perms(0755));
  EXPECT_EQ(error_of_start(*cluster_).kind(), ErrorKind::config);
  fs::permissions(data().parent_path(), fs::perms(0700));
}

TEST_F(PrivateClusterTest, LogHoldsNoValuesOfStatements) {
  cluster_->start();
  Connection connection({.uri_or_conninfo = cluster_->conninfo()});
  connection.execute(
      "CREATE TABLE unica (x text PRIMARY KEY); INSERT INTO unica VALUES ('segredo')");
  EXPECT_THROW(connection.query("INSERT INTO unica VALUES ($1)", {"segredo"}), Error);
  EXPECT_THROW(connection.execute("INSERT INTO unica VALUES ('segredo')"), Error);
  std::ifstream in(cluster_->status().log_file);
  const std::string log((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_THAT(log, HasSubstr("duplicate key"));
  EXPECT_THAT(log, testing::Not(HasSubstr("segredo")));
}

TEST_F(PrivateClusterTest, UriAndConninfoReachTheServerWhateverTheEnvironmentSays) {
  cluster_->start();
  setenv("PGPORT", "1", 1);
  setenv("PGUSER", "ninguem", 1);
  setenv("PGDATABASE", "nada", 1);
  EXPECT_EQ(Connection({.uri_or_conninfo = cluster_->uri()}).query("SELECT 1").integer(0, 0), 1);
  setenv("PGHOSTADDR", "127.0.0.1", 1);
  EXPECT_EQ(ask("SHOW data_directory"), data());
  for (const char* name : {"PGPORT", "PGUSER", "PGDATABASE", "PGHOSTADDR"}) unsetenv(name);
}

// A home too deep for a socket: its address has 107 bytes.
class SocketElsewhereTest : public testing::Test {
 protected:
  test::TemporaryFolder folder_;
  PrivateCluster deep_{folder_.path() / std::string(120, 'x') / "home"};
};

TEST_F(SocketElsewhereTest, IsAShortFolderOfTheOwnersAlone) {
  deep_.start();
  const ClusterStatus status = deep_.status();
  EXPECT_EQ(status.socket_folder.parent_path(), "/tmp");
  EXPECT_LT(status.socket_folder.native().size(), 40U);
  EXPECT_EQ(fs::status(status.socket_folder).permissions(), fs::perms(0700));
  EXPECT_EQ(ask(deep_, "SELECT 1"), "1");
  EXPECT_EQ(Connection({.uri_or_conninfo = deep_.uri()}).query("SELECT 1").integer(0, 0), 1);
  deep_.stop();
  EXPECT_FALSE(fs::exists(status.socket_folder));
  deep_.start();
  EXPECT_EQ(ask(deep_, "SELECT 1"), "1");
  deep_.destroy();
  EXPECT_FALSE(fs::exists(status.socket_folder));
}

// To libpq it parts two hosts.
TEST_F(SocketElsewhereTest, IsChosenForAHomeWithAComma) {
  EXPECT_EQ(PrivateCluster(folder_.path() / "a,b").status().socket_folder.parent_path(), "/tmp");
}

TEST_F(SocketElsewhereTest, AFolderOthersCouldEnterIsRefused) {
  const fs::path squatted = deep_.status().socket_folder;
  fs::create_directory(squatted);
  fs::permissions(squatted, fs::perms(0777));
  EXPECT_THROW(deep_.start(), Error);
  fs::remove(squatted);
  fs::create_symlink(folder_.path(), squatted);
  EXPECT_THROW(deep_.start(), Error);
  fs::remove(squatted);
  deep_.destroy();
}

}  // namespace
}  // namespace gdo::pg
