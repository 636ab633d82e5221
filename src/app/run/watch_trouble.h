#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "pg/connection.h"

namespace gdo::app {

// What keeps `gdo run --watch` from its work: how long it waits before it tries again, and the
// alert that tells of it, as soon as the database takes one.
class WatchTrouble {
 public:
  // Until the next try: 1 s, 2 s, 4 s … 60 s.
  std::chrono::seconds met(const std::string& message, bool lasting);
  // Opens an alert, or counts it again, unless the trouble may pass by itself. Never throws.
  void raise_alert(const std::function<pg::ConnectOptions()>& server);
  // Work goes on: closes the alert, which is written now if it could not be before. Never throws.
  void over(const std::function<pg::ConnectOptions()>& server);

 private:
  int failures_ = 0;  // in a row
  bool lasting_ = false;
  bool open_ = false;     // to be closed
  bool written_ = false;  // in the database
  std::string message_;
};

}  // namespace gdo::app
