#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "monitor/alert_channels.h"
#include "pg/connection.h"

namespace gdo::monitor {

// Looks for what is wrong and tells it, again and again, from a thread of its own. Of all watches
// on one database one is at work; another takes its place when it ends or loses its connection. A
// database or a channel that fails stops nothing: it is said once on stderr, and tried again.
class AlertWatch {
 public:
  AlertWatch(pg::ConnectOptions server, AlertTargets targets,
             std::chrono::milliseconds pause = std::chrono::seconds(10));
  ~AlertWatch();
  AlertWatch(const AlertWatch&) = delete;
  AlertWatch& operator=(const AlertWatch&) = delete;

 private:
  void keep_on();
  void look();

  const pg::ConnectOptions server_;
  const AlertTargets targets_;
  const std::chrono::milliseconds pause_;
  std::unique_ptr<pg::Connection> connection_;  // holds the lock while this one leads
  bool leads_ = false;
  bool failed_ = false;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gdo::monitor
