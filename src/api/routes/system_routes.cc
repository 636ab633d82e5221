#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "api/problem.h"
#include "api/routes/all_routes.h"

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

}  // namespace gdo::api
