#include "monitor/alert_watch.h"

#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "monitor/alert_queue.h"
#include "monitor/tables_ready.h"

namespace gdo::monitor {

AlertWatch::AlertWatch(pg::ConnectOptions server, AlertTargets targets,
                       std::chrono::milliseconds pause)
    : server_(std::move(server)),
      targets_(std::move(targets)),
      pause_(pause),
      thread_([this] { keep_on(); }) {}

AlertWatch::~AlertWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void AlertWatch::keep_on() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      look();
      if (failed_) log::info("alerts: watching again");
      failed_ = false;
    } catch (const std::exception& error) {
      // With its session goes the lock, so that another may lead.
      connection_.reset();
      leads_ = false;
      if (!failed_) log::error("alerts cannot be watched now, trying again: {}", error.what());
      failed_ = true;
    }
    lock.lock();
    stop_.wait_for(lock, pause_, [this] { return stopping_; });
  }
}

void AlertWatch::look() {
  if (!connection_) connection_ = std::make_unique<pg::Connection>(server_);
  if (!leads_) {
    leads_ = connection_->query("SELECT pg_try_advisory_lock(hashtextextended('gdo alertas', 0))")
                 .boolean(0, 0);
  }
  if (!leads_) return;
  require_tables(*connection_);
  send_alerts(*connection_, targets_, 1);
}

}  // namespace gdo::monitor
