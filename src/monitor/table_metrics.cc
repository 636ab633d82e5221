#include "monitor/table_metrics.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "embedded/metricas_sql.h"
#include "monitor/layers.h"

namespace gdo::monitor {
namespace {

enum MetricColumn { metric_name, metric_type, metric_help, metric_labels, metric_value };

// A histogram is one family of three names.
std::string_view family_of(std::string_view name, std::string_view type) {
  if (type != "histogram") return name;
  return name.substr(0, name.rfind('_'));
}

std::string family_head(std::string_view family, std::string_view type, std::string_view help) {
  return fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", family, help, type);
}

}  // namespace

std::string table_metrics(pg::Connection& connection) {
  std::string text;
  std::string family;
  for (const auto& file : metricas_sql::files()) {
    const pg::Result rows = connection.query(std::string(file.text));
    for (int row = 0; row < rows.rows(); ++row) {
      const std::string_view name = rows.text(row, metric_name);
      const std::string_view type = rows.text(row, metric_type);
      if (family_of(name, type) != family) {
        family = family_of(name, type);
        text += family_head(family, type, rows.text(row, metric_help));
      }
      const std::string_view labels = rows.text(row, metric_labels);
      text += labels.empty()
                  ? fmt::format("{} {}\n", name, rows.text(row, metric_value))
                  : fmt::format("{}{{{}}} {}\n", name, labels, rows.text(row, metric_value));
    }
  }
  return text;
}

std::string lake_metrics(pg::Connection& connection, store::ObjectStore& store,
                         const contract::Catalog& catalog, const std::string& default_tenant) {
  const Backlog waiting =
      backlog(connection, store, catalog, {.default_tenant = default_tenant, .tenant = {}});
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  std::string files = family_head("gdo_pending_files", "gauge", "Files that wait in pending/.");
  std::string bytes = family_head("gdo_pending_bytes", "gauge", "Their bytes.");
  std::string ages =
      family_head("gdo_oldest_file_age_seconds", "gauge", "How long the oldest has waited.");
  for (const PendingFiles& one : waiting.pending) {
    const double oldest = one.oldest_us ? now - static_cast<double>(*one.oldest_us) / 1e6 : 0;
    files += fmt::format("gdo_pending_files{{payload=\"{}\"}} {}\n", one.payload, one.files);
    bytes += fmt::format("gdo_pending_bytes{{payload=\"{}\"}} {}\n", one.payload, one.bytes);
    ages += fmt::format("gdo_oldest_file_age_seconds{{payload=\"{}\"}} {:.0f}\n", one.payload,
                        oldest > 0 ? oldest : 0);
  }
  return files + bytes + ages;
}

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
