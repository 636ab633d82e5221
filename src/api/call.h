#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/http/response.h"
#include "api/keys.h"
#include "api/query/list_sql.h"
#include "api/site.h"

namespace gdo::api {

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
