#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "app/context.h"
#include "contract/contract.h"
#include "pg/connection.h"
#include "raw/run_report.h"
#include "raw/settling.h"
#include "store/object_store.h"

namespace gdo::app {

struct RunRequest {
  std::vector<std::string> payloads;  // names; empty = all
  std::int64_t workers = 0;           // 0 = as the settings say
  // Files that another process holds are waited for, should it hang: nobody looks again later.
  bool wait_for_others = false;
  // Of a watch: see RawRunOptions.
  bool look_back = true;
  raw::Settling* settling = nullptr;
};

// Transactions at the same time: as asked, else as the settings say, else one per core.
int workers_of(const config::Settings& settings, const RunRequest& request);

// How long a file of a folder must not have changed, unless its writer is known to have closed it.
std::chrono::milliseconds settle_time(const config::Settings& settings);

// Everything a raw load works with, kept between the rounds of --watch.
struct RawTools {
  pg::ConnectOptions database;
  store::ObjectStore& store;
  const contract::Catalog& catalog;
};

// One raw load with progress on the terminal. The tables must exist.
raw::RawReport load_raw(const RawTools& tools, const RunRequest& request, Context& context);

}  // namespace gdo::app
