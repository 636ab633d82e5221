#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "control/delivery.h"
#include "raw/pending_list.h"

namespace gdo::raw {

struct FileCounts {
  std::int64_t read = 0;
  std::int64_t completed = 0;
  std::int64_t duplicates = 0;
  std::int64_t error = 0;
};

// One element of `etapas` in `gdo run --json`: a payload's raw load.
struct RawStage {
  std::string payload;
  std::int64_t duration_ms = 0;
  FileCounts files = {};
  control::RecordCounts records = {};
  std::uint64_t bytes = 0;
  std::vector<control::FileError> errors = {};
};

struct RawReport {
  std::chrono::system_clock::time_point start;
  std::int64_t duration_ms = 0;
  std::vector<RawStage> stages;                   // a payload each, in the catalog's order
  std::vector<std::string> problems;              // what could not be read or moved this time
  std::int64_t without_tenant = 0;                // files left in pending/ for want of a tenant
  std::vector<UnownedFile> without_tenant_names;  // the first of them, and why
  std::vector<std::string> changing;              // files that went on changing: left in pending/
  std::vector<std::string> warnings;              // links that are not followed
  std::map<std::string, std::string> suggested_folders;  // unknown folder -> what was meant
  std::vector<std::string> unknown_folders;  // folders in pending/ that no contract names
  std::int64_t log_lost = 0;                 // rows of log_processamento that could not be written
  bool interrupted = false;

  bool success() const;
};

// How far a run is, for a progress bar; written by the run's threads, read by any.
struct RunProgress {
  std::atomic<std::uint64_t> files_found{0};
  std::atomic<std::uint64_t> files_done{0};
  std::atomic<std::uint64_t> bytes_found{0};
  std::atomic<std::uint64_t> bytes_done{0};
  std::atomic<std::uint64_t> records{0};
  std::atomic<bool> listing{true};
};

}  // namespace gdo::raw
