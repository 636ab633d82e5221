#include "monitor/metrics_keeper.h"

#include <fmt/format.h>

#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "monitor/table_metrics.h"

namespace gdo::monitor {
namespace {

std::string up_line(const char* name, const char* what, bool up) {
  return fmt::format("# HELP {0} Whether {1} answered the last time.\n# TYPE {0} gauge\n{0} {2}\n",
                     name, what, up ? 1 : 0);
}

}  // namespace

MetricsKeeper::MetricsKeeper(Source source, std::chrono::milliseconds pause)
    : source_(std::move(source)), pause_(pause), thread_([this] { keep_on(); }) {}

MetricsKeeper::~MetricsKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

std::string MetricsKeeper::text() {
  const std::lock_guard lock(mutex_);
  return text_;
}

void MetricsKeeper::keep_on() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    std::string text = ask();
    lock.lock();
    text_ = std::move(text);
    stop_.wait_for(lock, pause_, [this] { return stopping_; });
  }
}

std::string MetricsKeeper::ask() {
  std::string tables;
  try {
    if (!connection_) {
      connection_ = std::make_unique<pg::Connection>(source_.server);
      connection_->query("SET statement_timeout = '30s'");
    }
    tables = table_metrics(*connection_);
  } catch (const Error& error) {
    log::debug("metrics: the database: {}", error.what());
    connection_.reset();
    return up_line("gdo_database_up", "PostgreSQL", false);
  }
  std::string lake;
  try {
    lake =
        lake_metrics(*connection_, *source_.open_lake(), source_.catalog, source_.default_tenant);
  } catch (const Error& error) {
    log::debug("metrics: the lake: {}", error.what());
  }
  return up_line("gdo_database_up", "PostgreSQL", true) +
         up_line("gdo_lake_up", "the lake", !lake.empty()) + tables + lake;
}

}  // namespace gdo::monitor
