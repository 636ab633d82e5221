#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/cli/command.h"
#include "app/context.h"
#include "monitor/alert_channels.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::app {

Command serve_command(Context& context);

// Options that win over the settings; empty = the setting.
struct ServeRequest {
  std::string listen;
  std::string tls_cert;
  std::string tls_key;
};

// What is served: a database, as who owns it and as the API's role, and its lake.
struct ServedPlace {
  pg::ConnectOptions owner;
  pg::ConnectOptions api;
  std::function<std::unique_ptr<store::ObjectStore>()> open_lake;
  monitor::AlertTargets alerts;  // who hears of what is wrong there
};

// Serves the configured place until SIGTERM or Ctrl-C; gives the exit code. Throws Error(config)
// when it cannot listen.
int serve(const ServeRequest& request, Context& context);

// The same of a place whose tables are there. `ready` is called once it listens.
int serve_place(const ServeRequest& request, const ServedPlace& place, Context& context,
                const std::function<void(const std::string& address)>& ready);

}  // namespace gdo::app
