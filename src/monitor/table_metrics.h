#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "contract/contract.h"
#include "pg/connection.h"
#include "store/object_store.h"

// What the control tables and the lake say of the work, in Prometheus' text format (0.0.4).

namespace gdo::monitor {

// sql/metricas/: files, records, durations, queues, alerts.
std::string table_metrics(pg::Connection& connection);

// Files in pending/ by payload, their bytes, and the age of the oldest. Lists the lake.
std::string lake_metrics(pg::Connection& connection, store::ObjectStore& store,
                         const contract::Catalog& catalog, const std::string& default_tenant);

// What table_metrics.h gives, worked out anew every `pause` on a thread of its own, so that whoever
// asks waits for no database. While the database or the lake does not answer, gdo_database_up or
// gdo_lake_up is 0 and the figures of that one are absent.
class MetricsKeeper {
 public:
  struct Source {
    pg::ConnectOptions server;
    std::function<std::unique_ptr<store::ObjectStore>()> open_lake;
    std::string default_tenant;
    const contract::Catalog& catalog;
  };

  explicit MetricsKeeper(Source source, std::chrono::milliseconds pause = std::chrono::seconds(15));
  ~MetricsKeeper();
  MetricsKeeper(const MetricsKeeper&) = delete;
  MetricsKeeper& operator=(const MetricsKeeper&) = delete;

  std::string text();

 private:
  void keep_on();
  std::string ask();

  const Source source_;
  const std::chrono::milliseconds pause_;
  std::mutex mutex_;
  std::condition_variable stop_;
  std::string text_;
  bool stopping_ = false;
  std::unique_ptr<pg::Connection> connection_;
  std::thread thread_;
};

}  // namespace gdo::monitor
