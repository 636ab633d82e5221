#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

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

}  // namespace gdo::gold
