#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/stop.h"
#include "contract/contract.h"
#include "control/log_manager.h"
#include "decode/document_reader.h"
#include "pg/connection.h"
#include "raw/lote_reader.h"
#include "raw/pending_list.h"
#include "raw/run_report.h"
#include "raw/settling.h"
#include "store/object_store.h"

namespace gdo::raw {

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
};

// Loads everything that is in pending/: repairs what earlier runs left half done, then claims,
// decodes, loads and moves until nothing more can be taken. The tables must exist (raw/schema.h).
// Throws Error(database_unreachable | lake_unreachable | database) when it could not go on; what is
// committed by then stays, and the next run goes on from there.
RawReport run_raw(const pg::ConnectOptions& database, store::ObjectStore& store,
                  const contract::Catalog& catalog, const RawRunOptions& options,
                  const StopFlag& stop, RunProgress& progress);

}  // namespace gdo::raw
