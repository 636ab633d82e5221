#pragma once

#include <string>

#include "pg/connection.h"

namespace gdo::test {

// An empty database of its own on the test cluster, dropped at the end. CTest starts and stops the
// cluster (the fixture `postgres`); a test run by hand starts it, and stops it when it exits.
// GDO_TEST_PG (a conninfo, of a superuser, host= a socket's folder) names another server, which is
// left running.
class TestDatabase {
 public:
  TestDatabase();
  // With all that `model` holds; nobody may be connected to that one.
  static TestDatabase copy_of(const TestDatabase& model) { return TestDatabase(model.name_); }
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& name() const { return name_; }
  pg::ConnectOptions options() const;
  pg::Connection connect() const;

 private:
  explicit TestDatabase(const std::string& model);

  std::string name_;
};

}  // namespace gdo::test
