#pragma once

#include <cstdint>
#include <string>

#include "monitor/alert_channels.h"
#include "pg/connection.h"

namespace gdo::monitor {

struct SentAlerts {
  std::int64_t sent = 0;
  std::int64_t failed = 0;  // they stay in the queue
};

// Looks what is wrong (sentinels), opens and closes alerts, and tells what is due through each
// channel: every message once, whoever else does the same at this moment. Messages that a channel
// does not take are tried again `tries` times here, a little later each, and by whoever comes next.
SentAlerts send_alerts(pg::Connection& connection, const AlertTargets& targets, int tries);

// Every open alert again, through every channel. Gives how many messages are to be sent.
std::int64_t replay_alerts(pg::Connection& connection, const AlertTargets& targets);

// What sentinels see now: alerts opened, joined and closed. sql/alertas/sentinelas/<kind>.sql.
void look_around(pg::Connection& connection);

// The same of what is dearer to ask and slower to change: sql/alertas/rondas/, and the figures of
// whole days (series_watch.h). Once a minute is enough.
void make_rounds(pg::Connection& connection);

}  // namespace gdo::monitor
