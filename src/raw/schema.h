#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"
#include "pg/distributed.h"

namespace gdo::raw {

using pg::SchemaStep;

// What the database lacks: migrations in order, then what the contracts ask for. Changes nothing.
// Throws Error(config) when the database is newer than the program.
std::vector<SchemaStep> plan_schema(pg::Connection& connection, const contract::Catalog& catalog);

// Does it, and returns what was done. Safe when several processes start together.
std::vector<SchemaStep> apply_schema(pg::Connection& connection, const contract::Catalog& catalog);

// The monthly partitions of raw_<payload>, made when they are first needed and never inside a load.
class Partitions {
 public:
  explicit Partitions(pg::Connection& connection) : connection_(connection) {}

  // The partition of that moment (microseconds since 1970, UTC); it and the next month's exist.
  std::string at(const contract::Payload& payload, std::int64_t time_us);

 private:
  void ensure(const contract::Payload& payload, std::chrono::year_month month);

  pg::Connection& connection_;
  std::set<std::string> known_;
};

}  // namespace gdo::raw
