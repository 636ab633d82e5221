#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "control/alerts.h"
#include "control/log_manager.h"
#include "gold/models.h"
#include "pg/connection.h"

namespace gdo::gold {

// Slaughter days, inclusive, as ISO dates.
struct Period {
  std::string from;
  std::string to;
};

// How much of a model's table is to be worked out again.
struct Effort {
  bool everything = false;
  std::optional<Period> period = {};  // these days, besides what changed
  bool alone = false;                 // no other tenant's rows come into the tables meanwhile
};

struct ModelResult {
  bool busy = false;         // another session is at this model and tenant; nothing was done
  bool rebuilt = false;      // every row was worked out
  std::int64_t groups = 0;   // groups worked out; 0 when everything was
  std::int64_t changed = 0;  // rows that appeared, changed or went
  std::vector<control::Finding> findings = {};  // a blocking one: nothing was published
  bool blocked = false;
  bool indexes_wait = false;  // of a table that was empty (gold/deferred_indexes.h)
};

// Brings one model up to date for one tenant, in one transaction of one snapshot: takes the changes
// out of `mudanca`, works out the groups they touch, applies the difference, checks it, tells the
// models that follow, and logs. Nothing is published, and the changes stay in the queue, when a
// blocking check finds rows. Readers are never stopped. The connection must not be in a
// transaction. Throws as pg::Connection does; nothing is published then, either.
// models: those that may follow it.
ModelResult run_model(pg::Connection& connection, control::LogManager& log, const Models& models,
                      const Model& model, const std::string& tenant, const Effort& effort);

// Returns when no other session is at this model and tenant any more, or after some seconds. A wait
// that the server knows of: so a session that hangs is found, and ended.
void wait_for(pg::Connection& connection, const Model& model, const std::string& tenant);

}  // namespace gdo::gold
