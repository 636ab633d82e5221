#pragma once

#include <string>
#include <vector>

#include "app/context.h"

namespace gdo::app {

struct AlertsListRequest {
  std::string status = "aberto";  // "todos" = any
  bool json = false;
};

// `gdo alerts list`: what an operator should look at. Gives the exit code.
int list_alerts(const AlertsListRequest& request, Context& context);

// `gdo alerts ack`: someone has seen them. Gives the exit code: 1 when one was not open.
int acknowledge_alerts(const std::vector<std::string>& ids, Context& context);

}  // namespace gdo::app
