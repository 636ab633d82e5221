#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "contract/ddl/trusted_ddl.h"
#include "pg/connection.h"

namespace gdo::trusted {

// Months of the partitioned tables get partitions when rows of them come; months that are not worth
// one stay in the default partition.
class TablePartitions {
 public:
  // idle: makes partitions, each in a transaction of its own, so that no load holds their lock.
  // database: for a session that does while `idle` is busy. Both must outlive it.
  TablePartitions(pg::Connection& idle, const pg::ConnectOptions& database)
      : idle_(idle), database_(database) {}

  // When a partition is asked for.
  enum class Moment {
    // Before the writer's transaction touches the table: to attach a partition locks the default
    // one, and a transaction that holds it would wait for itself.
    before,
    // In the middle of a transaction that may have touched it, and while `idle` is busy. Throws
    // Error(transient) where the transaction may stand in its own way.
    meanwhile,
  };
  // now_us: the server's clock, as microseconds since 1970. False when rows of the month lie in the
  // default partition.
  bool ensure(const contract::TableDefinition& table, std::chrono::year_month month,
              std::int64_t now_us, Moment moment);

  // For a transaction that has touched its tables: partitions are only noted. When some were, it is
  // to be rolled back and done again after make_postponed().
  void postpone();
  bool postponed_any() const { return !postponed_.empty(); }
  void make_postponed();

 private:
  void make(const contract::TableDefinition& table, std::chrono::year_month month);
  void make_meanwhile(const contract::TableDefinition& table, std::chrono::year_month month);
  bool exists(const std::string& name);

  pg::Connection& idle_;
  const pg::ConnectOptions& database_;
  std::unique_ptr<pg::Connection> own_;
  std::set<std::string> known_;  // partitions that are there
  bool postponing_ = false;
  std::vector<std::pair<contract::TableDefinition, std::chrono::year_month>> postponed_;
};

}  // namespace gdo::trusted
