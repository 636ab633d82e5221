#include "api/serving.h"

#include "api/routes/all_routes.h"
#include "store/object_store.h"

namespace gdo::api::test {
namespace {

ServerOptions on_any_port(ServerOptions options) {
  options.port = 0;
  return options;
}

Answer ask_with_key(const std::string& address, const std::string& method,
                    const std::string& target, const std::string& key, Headers headers,
                    const std::string& body) {
  if (!key.empty()) headers.push_back("Authorization: Bearer " + key);
  return ask(address, method, target, headers, body);
}

std::vector<Route> routes_of(Site& site, bool panel) {
  std::vector<Route> routes = all_routes(site);
  if (!panel) return routes;
  for (Route& route : panel_routes({})) routes.push_back(std::move(route));
  return routes;
}

}  // namespace

Serving::Serving(const contract::Catalog& catalog, ServingOptions options)
    : pool_(options.as_api),
      keys_(options.as_api),
      events_(pool_, keys_),
      rate_limit_(options.rate_limit),
      site_{.pool = pool_,
            .keys = keys_,
            .metrics = metrics_,
            .seals = seals_,
            .events = events_,
            .catalog = catalog,
            .open_lake = [lake = "file://" + options.lake] { return store::open_store(lake, {}); },
            .read_limits = {},
            .loader = options.loader,
            .rate_limit = &rate_limit_},
      service_(site_, routes_of(site_, options.panel)),
      server_(on_any_port(options.server), service_.handlers()),
      address_(server_.address()),
      thread_([this] {
        server_.run(stop_, [] {});
        ended_ = true;
      }) {}

Serving::~Serving() {
  stop_.request();
  thread_.join();
  events_.stop();
}

Answer Serving::get(const std::string& target, const std::string& key, Headers headers) const {
  return ask_with_key(address_, "GET", target, key, std::move(headers), "");
}

Answer Serving::post(const std::string& target, const std::string& key, const std::string& body,
                     Headers headers) const {
  return ask_with_key(address_, "POST", target, key, std::move(headers), body);
}

}  // namespace gdo::api::test
