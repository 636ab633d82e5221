#include "api/call.h"

#include <fmt/format.h>

#include "api/problem.h"
#include "api/query/list_sql.h"
#include "base/version.h"
#include "control/log_manager.h"
#include "embedded/api_sql.h"
#include "trace/trace_key.h"

namespace gdo::api {
namespace {

// Before the first file there is none to say, and nothing to be read of any.
std::string only_tenant(const Request& request, const Site& site) {
  pg::Connection owner(site.loader);
  const std::vector<std::string> tenants = trace::traced_tenants(owner);
  if (tenants.size() == 1) return tenants.front();
  if (tenants.empty() && request.method == "GET") return "";
  throw Refused({.code = "parametro_invalido",
                 .detail = said("This key is for all tenants: say which with ?cliente=."),
                 .parameter = "cliente"});
}

}  // namespace

void refuse_missing() {
  throw Refused({.code = "nao_encontrado", .detail = said("There is no such thing.")});
}

std::string tenant_of_call(const Request& request, const Caller& caller, const Site& site) {
  const std::optional<std::string> named = request.parameter("cliente");
  if (caller.tenant != "*") {
    if (named && *named != caller.tenant) refuse_missing();
    return caller.tenant;
  }
  if (named && !named->empty() && *named != "*") return *named;
  return only_tenant(request, site);
}

bool sees_in_clear(const Request& request, const Caller& caller) {
  const std::optional<std::string> wanted = request.parameter("pessoais");
  if (!wanted || *wanted == "0") return false;
  if (*wanted != "1") {
    throw Refused({.code = "parametro_invalido",
                   .detail = said("pessoais wants 0 or 1."),
                   .parameter = "pessoais"});
  }
  if (is_operator(caller.role)) return true;
  throw Refused({.code = "sem_direito",
                 .detail = said("Only operador and admin see personal data."),
                 .parameter = "pessoais"});
}

void note_disclosure(const Call& call, std::string_view what) {
  const nlohmann::json details = {{"chave_api", call.caller->id},
                                  {"papel", to_text(call.caller->role)},
                                  {"rota", what},
                                  {"requisicao", call.request.id},
                                  {"token_cliente", call.tenant}};
  const control::RunIdentity identity = control::this_process();
  Session session(call.site.pool, call, std::chrono::seconds{10}, Session::Mode::write);
  session.connection().query(
      api_sql::note_refusal,
      {fmt::format("leitura de dados pessoais: {}", what), details.dump(),
       fmt::format("api:{}", call.caller->id), identity.hostname, kVersion, call.tenant});
  session.commit();
}

Response json_response(const nlohmann::ordered_json& document, int status) {
  return text_response(
      status, "application/json",
      document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace gdo::api
