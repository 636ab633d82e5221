#include "app/demo/demo_page.h"

#include <fmt/format.h>

#include "api/keys.h"
#include "app/connections.h"
#include "app/serve/serving.h"
#include "app/terminal/style.h"
#include "base/error.h"
#include "base/translation.h"
#include "control/log_manager.h"
#include "store/object_store.h"

namespace gdo::app {
namespace {

constexpr const char* kAnyPort = "127.0.0.1:0";

std::string first_key(const DemoSite& site) {
  pg::Connection connection(site.database());
  return api::create_key(connection,
                         {.tenant = "*", .role = api::Role::staff, .name = "demonstração"},
                         control::this_process().user)
      .text;
}

ServedPlace demo_place(const DemoSite& site, const config::Settings& settings) {
  ServedPlace place;
  place.owner = place.api = site.database();
  place.api.uri_or_conninfo += " user=gdo_api";
  place.open_lake = [lake = site.lake().string(), options = store_options(settings)] {
    return store::open_store(lake, options);
  };
  return place;
}

// Browsers keep the session's cookie, which is for safe places only, of localhost by its name.
std::string address_for_browsers(std::string address) {
  constexpr std::string_view kLoopback = "127.0.0.1";
  const std::size_t begin = address.find(kLoopback);
  return begin == std::string::npos ? address
                                    : address.replace(begin, kLoopback.size(), "localhost");
}

}  // namespace

int serve_demo(const DemoSite& site, Context& context) {
  const ServedPlace place = demo_place(site, context.settings());
  const std::string key = first_key(site);
  const auto show = [&](const std::string& address) {
    context.print(trf("\nThe dashboard is open until Ctrl-C. Its key: {}\n\n  {}\n", key,
                      styled(address_for_browsers(address), Style::accent, context.out().colour)));
    context.flush();
  };
  try {
    return serve_place({}, place, context, show);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config) throw;
    context.say(error.what());
    return serve_place({.listen = kAnyPort, .tls_cert = {}, .tls_key = {}}, place, context, show);
  }
}

}  // namespace gdo::app
