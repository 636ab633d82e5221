#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/context.h"
#include "contract/contract.h"
#include "pg/connection.h"
#include "raw/run_report.h"
#include "store/object_store.h"

namespace gdo::app {

struct RawRunRequest {
  std::vector<std::string> payloads;  // names; empty = all
  std::int64_t workers = 0;           // 0 = as the settings say
};

// Everything a raw load works with, kept between the rounds of --watch.
struct RawTools {
  pg::ConnectOptions database;
  ObjectStore& store;
  const contract::Catalog& catalog;
};

// One raw load with progress on the terminal. Creates or upgrades the tables first.
raw::RawReport load_raw(const RawTools& tools, const RawRunRequest& request, Context& context);

}  // namespace gdo::app
