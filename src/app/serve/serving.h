#pragma once

#include <string>

#include "app/context.h"

namespace gdo::app {

// Options that win over the settings; empty = the setting.
struct ServeRequest {
  std::string listen;
  std::string tls_cert;
  std::string tls_key;
};

// Serves until SIGTERM or Ctrl-C; gives the exit code. Throws Error(config) when it cannot listen.
int serve(const ServeRequest& request, Context& context);

}  // namespace gdo::app
