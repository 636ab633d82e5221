#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "monitor/alert_channels.h"
#include "pg/connection.h"

namespace gdo::monitor {

struct SentAlerts {
  std::int64_t sent = 0;
  std::int64_t failed = 0;  // they stay in the queue
};

// Looks what is wrong (sentinels), opens and closes alerts, and sends what is due through each
// channel: every message once, whoever else does the same at this moment. Messages that a channel
// does not take are tried again `tries` times here, a little later each, and by whoever comes next.
SentAlerts send_alerts(pg::Connection& connection, const AlertTargets& targets, int tries);

// Every open alert again, through every channel. Gives how many messages are to be sent.
std::int64_t replay_alerts(pg::Connection& connection, const AlertTargets& targets);

// What sentinels see now: alerts opened, joined and closed. sql/alertas/sentinelas/<kind>.sql.
void look_around(pg::Connection& connection);

// The same of what is dearer to ask and slower to change: sql/alertas/rondas/, and the figures of
// whole days (watch_series). Once a minute is enough.
void make_rounds(pg::Connection& connection);

// Looks for what is wrong and reports it, again and again, from a thread of its own. Of all watches
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

// Looks at what came from day to day (volume, duration, rejections, yield, the hour of arrival) and
// opens and closes the alerts about it. The service tables must exist.
void watch_series(pg::Connection& connection);

}  // namespace gdo::monitor
