#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/stop.h"
#include "contract/contract.h"
#include "control/claims.h"
#include "control/log_manager.h"
#include "decode/document_reader.h"
#include "pg/connection.h"
#include "raw/lote_reader.h"
#include "raw/pending_list.h"
#include "raw/settling.h"
#include "store/object_store.h"

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

struct RawRunOptions {
  std::vector<std::string> payloads;  // names; empty = all
  int workers = 1;                    // lotes loaded at the same time
  std::string default_tenant;         // of files whose path names none; may be empty
  GroupLimits lote;
  decode::ReadLimits limits;
  ReadingSizes sizes;
  std::chrono::milliseconds lease{30000};
  // A file of a folder is taken when it was not changed for so long; 0 = at once.
  std::chrono::milliseconds settle{0};
  // At the end, whether other processes that hold files of ours still live; what those leave that
  // do not is loaded, too. Else the next run takes it.
  bool wait_for_others = false;
  // Whether files that were moved lately are looked at, too: were they written to since?
  bool look_back = true;
  // Of a watch, which looks again when the time has come; else a run waits for what has not
  // settled.
  Settling* settling = nullptr;
  // Of tries of this run that ended in an error: what they had loaded, to which this one adds.
  std::vector<RawStage>* earlier = nullptr;
};

// Loads everything that is in pending/: repairs what earlier runs left half done, then claims,
// decodes, loads and moves until nothing more can be taken. The tables must exist (raw/schema.h).
// Throws Error(database_unreachable | lake_unreachable | database) when it could not go on; what is
// committed by then stays, and the next run goes on from there.
RawReport run_raw(const pg::ConnectOptions& database, store::ObjectStore& store,
                  const contract::Catalog& catalog, const RawRunOptions& options,
                  const StopFlag& stop, RunProgress& progress);

}  // namespace gdo::raw
