#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"

namespace gdo::control {

// What a check of a model found.
struct Finding {
  std::string check;
  bool blocking = false;
  std::int64_t rows = 0;
  std::vector<std::string> keys = {};  // the first of them, in order
};

// Opens an alert, or counts one that is open already. On an idle connection: what it speaks of may
// have been rolled back.
void raise_alert(pg::Connection& idle, const std::string& model, const std::string& tenant,
                 const Finding& finding);

// Closes the open alerts of a model's blocking checks, and of its errors: its changes came through.
void close_alerts(pg::Connection& connection, const std::string& model, const std::string& tenant);

}  // namespace gdo::control
