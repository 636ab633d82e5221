#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "api/problem.h"
#include "api/routes/all_routes.h"
#include "api/sessions.h"
#include "trace/trace_key.h"

namespace gdo::api {
namespace {

Response health(Request&) { return json_response({{"vivo", true}}); }

Response readiness(Site& site, const Request& request) {
  try {
    Session session(site.pool, nullptr, {.timeout = std::chrono::seconds{2}});
    const pg::Result tables =
        session.connection().query("SELECT to_regclass('service_caixas') IS NOT NULL");
    if (tables.boolean(0, 0)) return json_response({{"pronto", true}});
    return problem_response(request, {.code = "banco_indisponivel",
                                      .detail = said("Tables are missing; run gdo migrate.")});
  } catch (const Error&) {
    return problem_response(
        request, {.code = "banco_indisponivel", .detail = said("PostgreSQL does not answer.")});
  }
}

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  long size = 0;
  long resident = 0;
  file >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string process_metrics(const Site& site) {
  return metric_line("process_resident_memory_bytes", "gauge", "Resident memory.",
                     resident_bytes()) +
         metric_line("process_cpu_seconds_total", "counter", "CPU time.", cpu_seconds()) +
         metric_line("gdo_pool_connections", "gauge", "Connections to PostgreSQL.",
                     static_cast<double>(site.pool.open())) +
         metric_line("gdo_pool_idle", "gauge", "Connections that wait for work.",
                     static_cast<double>(site.pool.idle()));
}

}  // namespace

std::vector<Route> system_routes(Site& site, std::function<std::string()> more_metrics) {
  Route healthz{.method = "GET", .path = "/healthz", .summary = "o processo vive"};
  healthz.access = Route::Access::open;
  healthz.lane = Lane::probe;
  healthz.open = health;
  healthz.members = {{"vivo", "boolean", "sempre true"}};
  Route readyz{.method = "GET", .path = "/readyz", .summary = "pronto para servir, ou por que não"};
  readyz.access = Route::Access::open;
  readyz.lane = Lane::probe;
  readyz.open = [&site](Request& request) { return readiness(site, request); };
  readyz.members = {{"pronto", "boolean", "sempre true"}};
  Route metrics{.method = "GET", .path = "/metrics", .summary = "métricas para o Prometheus"};
  metrics.access = Route::Access::local;
  metrics.lane = Lane::probe;
  metrics.types = {"text/plain"};
  metrics.open = [&site, more = std::move(more_metrics)](Request&) {
    return text_response(200, "text/plain; version=0.0.4; charset=utf-8",
                         process_metrics(site) + site.metrics.text() + (more ? more() : ""));
  };
  return {healthz, readyz, metrics};
}

namespace {

constexpr std::uint64_t kKeyLimit = 4096;  // bytes of a body that holds a key

std::string key_in(const Request& request) {
  const auto body = nlohmann::json::parse(request.body.text(), nullptr, false);
  if (body.is_object() && body.contains("chave") && body["chave"].is_string()) {
    return body["chave"].get<std::string>();
  }
  throw Refused(
      {.code = "documento_invalido", .detail = said("The body is {\"chave\": \"gdo_…\"}.")});
}

// A page of another site must not sign a browser in as somebody, or out.
void refuse_other_sites(const Request& request) {
  if (is_from_our_page(request)) return;
  throw Refused({.code = "sem_direito", .detail = said("From a page of this server only.")});
}

Response begin_session(Site& site, Sessions& sessions, const Request& request) {
  refuse_other_sites(request);
  const std::string key = key_in(request);
  if (!site.keys.verify(key, request.remote)) {
    throw Refused(
        {.code = "chave_invalida",
         .detail = said("The key is unknown, expired, revoked, or not for this network.")});
  }
  Response response = text_response(204, "application/json", "");
  response.set("Set-Cookie", session_begins(sessions.begin(key)));
  return response;
}

Response end_session(Sessions& sessions, const Request& request) {
  refuse_other_sites(request);
  sessions.end(session_cookie(request.header("cookie")));
  Response response = text_response(204, "application/json", "");
  response.set("Set-Cookie", session_ends());
  return response;
}

// Nobody is an answer, too: a browser asks before anybody has signed in.
Response whose_session(Site& site, Sessions& sessions, const Request& request) {
  const auto key = sessions.key_of(session_cookie(request.header("cookie")));
  const auto caller = key ? site.keys.verify(*key, request.remote) : nullptr;
  if (!caller) return json_response({{"papel", nullptr}, {"token_cliente", nullptr}});
  nlohmann::ordered_json document = {
      {"papel", to_text(caller->role)}, {"token_cliente", caller->tenant}, {"chave", caller->id}};
  if (caller->tenant == "*") {
    // The API's own role sees one tenant at a time, and no list of them.
    pg::Connection connection(site.loader);
    document["clientes"] = trace::traced_tenants(connection);
  }
  return json_response(document);
}

}  // namespace

std::vector<Route> session_routes(Site& site, Sessions& sessions) {
  Route begin{.method = "POST", .path = "/api/v1/sessao", .summary = "entra com uma chave"};
  begin.access = Route::Access::open;
  begin.body_limit = kKeyLimit;
  begin.body_types = {"application/json"};
  begin.success = 204;
  begin.open = [&](Request& request) { return begin_session(site, sessions, request); };
  Route who{
      .method = "GET", .path = "/api/v1/sessao", .summary = "quem entrou; papel nulo: ninguém"};
  who.access = Route::Access::open;
  who.members = {{"papel", "string", "papel da chave, ou nulo"},
                 {"token_cliente", "string", "cliente da chave; * = todos"}};
  who.open = [&](Request& request) { return whose_session(site, sessions, request); };
  Route end{.method = "DELETE", .path = "/api/v1/sessao", .summary = "sai"};
  end.access = Route::Access::open;
  end.success = 204;
  end.open = [&sessions](Request& request) { return end_session(sessions, request); };
  return {begin, who, end};
}

}  // namespace gdo::api
