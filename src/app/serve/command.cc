#include "app/serve/command.h"

#include <fmt/format.h>

#include <memory>
#include <thread>

#include "api/event_hub.h"
#include "api/http/server.h"
#include "api/routes/all_routes.h"
#include "api/service.h"
#include "app/alerts/command.h"
#include "app/connections.h"
#include "app/migrate/command.h"
#include "base/translation.h"
#include "config/setting_values.h"
#include "contract/reader/catalog_loader.h"
#include "monitor/alert_queue.h"
#include "monitor/table_metrics.h"

namespace gdo::app {

Command serve_command(Context& context) {
  const auto request = std::make_shared<ServeRequest>();
  Command command;
  command.name = "serve";
  command.summary =
      tr("The API over HTTP and the dashboard, for applications and people with a key");
  command.details = tr(
      "Prints its address on stdout when it is ready. Keys: gdo keys create. The API's own "
      "description is at /api/v1/openapi.json, a page of it at /docs. Ends on SIGTERM or Ctrl-C, "
      "after the answers under way.");
  command.options = {
      {"--listen", "ADDR:PORT",
       tr("where to listen (GDO_LISTEN, 127.0.0.1:8080); port 0 = any free"), &request->listen},
      {"--tls-cert", "FILE", tr("certificate chain, PEM (GDO_TLS_CERT); read anew when it changes"),
       &request->tls_cert},
      {"--tls-key", "FILE", tr("its private key, PEM (GDO_TLS_KEY)"), &request->tls_key}};
  command.examples = {"gdo serve",
                      "gdo serve --listen 0.0.0.0:8443 --tls-cert c.pem --tls-key k.pem"};
  command.run = [request, &context] { return serve(*request, context); };
  return command;
}

namespace {

constexpr std::size_t kSlowWorkers = 12;

api::ServerOptions options_of(const ServeRequest& request, const config::Settings& settings) {
  const std::string& listen = request.listen.empty() ? settings.listen : request.listen;
  if (const config::ValueError value_error = config::check_listen(listen)) {
    throw Error(ErrorKind::config, trf("--listen {}", *value_error));
  }
  api::ServerOptions options;
  const std::size_t colon = listen.rfind(':');
  options.address = listen.substr(0, colon);
  if (options.address.starts_with('[')) {
    options.address = options.address.substr(1, options.address.size() - 2);
  }
  options.port = static_cast<std::uint16_t>(std::stoi(listen.substr(colon + 1)));
  options.tls_cert = request.tls_cert.empty() ? settings.tls_cert : request.tls_cert;
  options.tls_key = request.tls_key.empty() ? settings.tls_key : request.tls_key;
  if (options.tls_cert.empty() != options.tls_key.empty()) {
    throw Error(ErrorKind::config, tr("a certificate wants its key, and a key its certificate"));
  }
  options.quick_workers = 2 * std::max<std::size_t>(2, std::thread::hardware_concurrency());
  options.slow_workers = kSlowWorkers;
  return options;
}

// Our own server's tables come along with the program; others' are brought forward by who may.
void prepare_database(const contract::Catalog& catalog, Context& context) {
  if (!context.settings().db.host.empty()) return;
  pg::Connection connection(database(context));
  migrate_tables(connection, catalog, models_in_use(context.settings(), catalog));
}

// The API, and what the dashboard asks besides.
std::vector<api::Route> served_routes(api::Site& site, api::Sessions& sessions,
                                      monitor::MetricsKeeper& figures, Context& context) {
  std::vector<api::Route> routes = api::all_routes(site, [&figures] { return figures.text(); });
  const auto add = [&](std::vector<api::Route> more) {
    for (api::Route& route : more) routes.push_back(std::move(route));
  };
  add(api::session_routes(site, sessions));
  add(api::panel_routes(context.loaded_settings().origins));
  return routes;
}

}  // namespace

ServedPlace configured_place(Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  prepare_database(catalog, context);
  const config::Settings& settings = context.settings();
  return {.owner = database(context),
          .api = api_database(context),
          .open_lake = [&settings] { return open_lake(settings); },
          .alerts = alert_targets(context)};
}

int serve(const ServeRequest& request, Context& context) {
  return serve_place(request, configured_place(context), context,
                     [&context](const std::string& address) {
                       context.print(address + "\n");
                       context.flush();
                     });
}

int serve_place(const ServeRequest& request, const ServedPlace& place, Context& context,
                const std::function<void(const std::string& address)>& ready) {
  const config::Settings& settings = context.settings();
  const api::ServerOptions options = options_of(request, settings);
  const StopFlag& stop = context.stop_gracefully();
  const contract::Catalog catalog = contract::load_catalog(settings.contracts);
  pg::ConnectOptions as_api = place.api;
  as_api.application_name = "gdo serve";
  as_api.connect_timeout_s = 2;
  api::Pool pool(as_api);
  api::KeyRing keys(as_api);
  api::Metrics metrics;
  api::SealKeeper seals;
  api::EventHub events(pool, keys);
  api::RateLimit rate_limit(settings.rate_limit);
  api::Site site{.pool = pool,
                 .keys = keys,
                 .metrics = metrics,
                 .seals = seals,
                 .events = events,
                 .catalog = catalog,
                 .open_lake = place.open_lake,
                 .read_limits = read_limits(settings),
                 .loader = place.owner,
                 .max_upload = settings.max_upload,
                 .open_routes = settings.open_routes,
                 .rate_limit = &rate_limit};
  api::Sessions sessions;
  monitor::MetricsKeeper figures({place.owner, place.open_lake, settings.tenant, catalog});
  api::Service service(site, served_routes(site, sessions, figures, context));
  api::Server server(options, api::with_sessions(service.handlers(), sessions));
  const monitor::AlertWatch alerts(place.owner, place.alerts);
  ready(fmt::format("{}://{}", server.has_tls() ? "https" : "http", server.address()));
  server.run(stop, [] {});
  events.stop();
  return 0;
}

}  // namespace gdo::app
