#pragma once

#include <string>

#include "pg/connection.h"

namespace gdo::test {

// An empty database of its own on the test cluster, dropped at the end. CTest starts and stops the
// cluster (the fixture `postgres`); a test run by hand starts it, and stops it when it exits.
class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& name() const { return name_; }
  pg::ConnectOptions options() const;
  pg::Connection connect() const;

 private:
  std::string name_;
};

}  // namespace gdo::test
