#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "gold/model_run.h"
#include "gold/models.h"
#include "pg/connection.h"

namespace gdo::gold {

// Why a model was not brought up to date for a tenant.
struct ModelError {
  std::string tenant;
  std::string code;     // "verificacao", "dependencia", or "banco"
  std::string message;  // Portuguese, without a payload's value
  std::vector<std::string> keys = {};
};

// One element of `etapas` in `gdo run --json`: a model, over all tenants.
struct ServiceStage {
  std::string model;
  std::int64_t changed_rows = 0;
  std::int64_t keys = 0;
  std::int64_t rebuilds = 0;  // tenants whose rows were all worked out
  std::int64_t warnings = 0;  // rows that checks warn of
  std::int64_t duration_ms = 0;
  std::vector<ModelError> errors = {};
};

struct ServiceReport {
  std::chrono::system_clock::time_point start;
  std::int64_t duration_ms = 0;
  std::vector<ServiceStage> stages;  // each model after those it reads
  std::int64_t log_lost = 0;
  bool interrupted = false;

  bool success() const;
};

struct ServiceRunOptions {
  std::vector<std::string> entities;  // only models that these reach; empty = all
  std::string tenant = {};            // empty = all
  int workers = 1;                    // models worked on at the same time
  const Models* models = &built_in_models();
  // Of tries of this run that ended in an error: what they had done, to which this one adds.
  std::vector<ServiceStage>* earlier = nullptr;
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
