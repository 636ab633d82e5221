#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/key_ring.h"
#include "api/metrics.h"
#include "api/moments.h"
#include "api/pool.h"
#include "api/query/cursor.h"
#include "api/rate_limit.h"
#include "contract/contract.h"
#include "decode/document_reader.h"
#include "store/object_store.h"

namespace gdo::api {

class EventHub;

// What handlers work with. Lives as long as the server.
struct Site {
  Pool& pool;
  KeyRing& keys;
  Metrics& metrics;
  SealKeeper& seals;
  EventHub& events;
  const contract::Catalog& catalog;
  std::function<std::unique_ptr<store::ObjectStore>()> open_lake;
  decode::ReadLimits read_limits;
  pg::ConnectOptions loader;  // as whom rows are written, for judging rejections again
  std::uint64_t max_upload = 1024U << 20U;  // bytes
  std::string open_routes = {};             // GDO_OPEN_ROUTES
  RateLimit* rate_limit = nullptr;          // null = none
  Moments moments = {};
};

}  // namespace gdo::api
