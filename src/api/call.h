#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "api/http/response.h"
#include "api/key_ring.h"
#include "api/keys.h"
#include "api/metrics.h"
#include "api/pool.h"
#include "api/query/cursor.h"
#include "api/query/list_sql.h"
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

// A request whose key was verified and whose route was found.
struct Call {
  Request& request;
  Site& site;
  std::shared_ptr<const Caller> caller;
  std::string tenant;             // whose rows: the key's, or ?cliente= of a key of all
  bool in_clear = false;          // ?pessoais=1, allowed
  std::vector<std::string> args;  // what {…} of the route's path stands for

  View view() const { return {tenant, caller->role, caller->cnpjs, in_clear}; }
  ClientLink* client() const { return request.client.get(); }
};

// Who may call it, which tenant, and whether they see personal data. Throws Refused.
std::string tenant_of_call(const Request& request, const Caller& caller, const Site& site);
bool sees_in_clear(const Request& request, const Caller& caller);

// Notes in log_processamento that personal data are shown, committed before it returns: nothing is
// shown that could not be noted. what: the route.
void note_disclosure(const Call& call, std::string_view what);

Response json_response(const nlohmann::ordered_json& document, int status = 200);

[[noreturn]] void refuse_missing();  // 404

}  // namespace gdo::api
