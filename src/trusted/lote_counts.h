#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

namespace gdo::trusted {

// What became of the items of one lote and entity: a row of lote_entidade.
struct EntityCounts {
  std::int64_t items = 0;
  std::int64_t accepted = 0;
  std::int64_t with_warnings = 0;
  std::int64_t rejected = 0;
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t superseded = 0;
  std::int64_t children = 0;

  EntityCounts& operator+=(const EntityCounts& other) {
    items += other.items;
    accepted += other.accepted;
    with_warnings += other.with_warnings;
    rejected += other.rejected;
    inserted += other.inserted;
    updated += other.updated;
    superseded += other.superseded;
    children += other.children;
    return *this;
  }
};

// Under the names that its columns and `gdo run --json` give them.
nlohmann::ordered_json counts_json(const EntityCounts& counts);

// By lote and entity; "" = records of no known shape.
using LoteCounts = std::map<std::pair<std::int64_t, std::string>, EntityCounts>;

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
