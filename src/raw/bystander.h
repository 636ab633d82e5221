#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "base/stop.h"
#include "pg/connection.h"
#include "raw/run_raw.h"

namespace gdo::raw {

// Looks at the processes that hold files of this lake when this one has nothing left to take: their
// claims, and what they have loaded but not moved.
class Bystander {
 public:
  Bystander(pg::Connection& connection, std::int64_t own_lease, std::string lake,
            const RawRunOptions& options)
      : connection_(connection), own_(own_lease), lake_(std::move(lake)), options_(options) {}

  // Waits until each of them has ended its work, has given a sign of life, or is dead; true when
  // one is that was not before. Says after five seconds whom it waits for.
  bool saw_one_die(const StopFlag& stop);

 private:
  struct Holder {
    std::string who;
    std::string since;
    std::int64_t valid_until_us = 0;
    bool alive = false;
  };
  using Holders = std::map<std::int64_t, Holder>;

  Holders holders();

  pg::Connection& connection_;
  const std::int64_t own_;
  const std::string lake_;
  const RawRunOptions& options_;
  std::set<std::int64_t> dead_;
};

}  // namespace gdo::raw
