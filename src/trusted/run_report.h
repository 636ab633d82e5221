#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "trusted/lote_counts.h"

namespace gdo::trusted {

// One element of `etapas` in `gdo run --json`: what trusted did with a payload's lotes.
struct TrustedStage {
  std::string payload;
  std::int64_t duration_ms = 0;
  std::int64_t lotes = 0;
  std::int64_t blocked_files = 0;
  std::map<std::string, EntityCounts> entities = {};
  std::vector<std::string> errors = {};  // lotes that could not be judged, and why
};

struct TrustedReport {
  std::chrono::system_clock::time_point start;
  std::int64_t duration_ms = 0;
  std::vector<TrustedStage> stages;  // a payload each, in the catalog's order
  std::int64_t log_lost = 0;
  bool interrupted = false;

  bool success() const;
};

// How far a run is, for a progress bar; written by the run's threads, read by any.
struct TrustedProgress {
  std::atomic<std::uint64_t> records_found{0};
  std::atomic<std::uint64_t> records_done{0};
};

}  // namespace gdo::trusted
