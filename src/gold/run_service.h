#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "gold/model_run.h"
#include "gold/models.h"
#include "gold/service_report.h"
#include "pg/connection.h"

namespace gdo::gold {

struct ServiceRunOptions {
  std::vector<std::string> entities;  // only models that these reach; empty = all
  std::string tenant = {};            // empty = all
  int workers = 1;                    // models worked on at the same time
  const Models* models = &built_in_models();
};

// Brings gold up to date with trusted: each model after those it reads, each tenant by itself. What
// another process has in hand is waited for. A model that fails leaves its rows and its queue as
// they were, raises an alert, and holds back those that follow it; the others go on. The tables
// must exist (service/schema.h). Throws Error(database_unreachable) when it could not go on.
ServiceReport run_service(const pg::ConnectOptions& database, const ServiceRunOptions& options,
                          const StopFlag& stop);

// Works everything out again, or the given slaughter days, and applies what differs. Readers go on.
ServiceReport replay_service(const pg::ConnectOptions& database, const ServiceRunOptions& options,
                             const std::optional<Period>& period, const StopFlag& stop);

}  // namespace gdo::gold
