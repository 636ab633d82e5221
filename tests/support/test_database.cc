#include "support/test_database.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <optional>
#include <random>

#include "base/log.h"
#include "pg/cluster/private_cluster.h"

namespace gdo::test {
namespace {

class TestCluster {
 public:
  TestCluster() {
    log::set_level(log::Level::warn);
    if (const char* given = std::getenv("GDO_TEST_PG")) {
      conninfo_ = given;
      return;
    }
    auto& cluster = cluster_.emplace(home());
    started_here_ = cluster.status().state != pg::ClusterStatus::State::running;
    cluster.start();
    conninfo_ = cluster.conninfo();
  }
  ~TestCluster() {
    if (!started_here_) return;
    try {
      cluster_->stop();
    } catch (const Error& error) {
      log::error("{}", error.what());
    }
  }
  TestCluster(const TestCluster&) = delete;
  TestCluster& operator=(const TestCluster&) = delete;

  const std::string& conninfo() const { return conninfo_; }

 private:
  static std::string home() {
    const char* given = std::getenv("GDO_TEST_PG_HOME");
    return given == nullptr ? GDO_TEST_PG_HOME : given;
  }

  std::optional<pg::PrivateCluster> cluster_;
  std::string conninfo_;
  bool started_here_ = false;
};

const TestCluster& test_cluster() {
  static const TestCluster cluster;
  return cluster;
}

std::string unique_name() {
  static std::atomic<int> count{0};
  return fmt::format("teste_{}_{}_{:08x}", getpid(), ++count, std::random_device()());
}

}  // namespace

TestDatabase::TestDatabase() : TestDatabase("template1") {}

TestDatabase::TestDatabase(const std::string& model) : name_(unique_name()) {
  pg::Connection server({.uri_or_conninfo = test_cluster().conninfo()});
  server.execute(fmt::format("CREATE DATABASE {} TEMPLATE {}", name_, model));
}

TestDatabase::~TestDatabase() {
  try {
    pg::Connection server({.uri_or_conninfo = test_cluster().conninfo()});
    server.execute(fmt::format("DROP DATABASE {} WITH (FORCE)", name_));
  } catch (const Error& error) {
    log::error("{}", error.what());
  }
}

pg::ConnectOptions TestDatabase::options() const {
  return {.uri_or_conninfo = fmt::format("{} dbname={}", test_cluster().conninfo(), name_)};
}

pg::Connection TestDatabase::connect() const { return pg::Connection(options()); }

}  // namespace gdo::test
