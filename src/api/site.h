#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/key_ring.h"
#include "api/metrics.h"
#include "api/pool.h"
#include "api/query/cursor.h"
#include "api/sessions.h"
#include "config/settings.h"
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
  std::function<std::unique_ptr<ObjectStore>()> open_lake;
  ReadLimits read_limits;
  pg::ConnectOptions loader;  // as whom rows are written, for judging rejections again
  std::uint64_t max_upload = 1024U << 20U;  // bytes
  std::string open_routes = {};             // GDO_OPEN_ROUTES
  std::shared_ptr<Sessions> sessions = std::make_shared<Sessions>();
  std::vector<SettingOrigin> settings = {};  // for the dashboard; secrets are redacted
};

}  // namespace gdo::api
