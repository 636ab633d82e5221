#include "gold/run_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "base/log.h"
#include "base/stopwatch.h"
#include "base/worker_threads.h"
#include "gold/changes.h"
#include "gold/statistics.h"
#include "gold/tenants.h"

namespace gdo::gold {
namespace {

using std::chrono::milliseconds;

constexpr int kTries = 6;
constexpr milliseconds kPause{50};

// Adds up what models did for one tenant after the other.
class Stages {
 public:
  explicit Stages(const std::vector<const Model*>& models) {
    for (const Model* model : models) stages_.push_back({.model = model->name});
  }

  void add(const std::string& model, const ModelResult& result, milliseconds duration) {
    const std::lock_guard lock(mutex_);
    ServiceStage& stage = stage_of(model);
    stage.changed_rows += result.blocked ? 0 : result.changed;
    stage.keys += result.groups;
    stage.rebuilds += result.rebuilt ? 1 : 0;
    stage.duration_ms += duration.count();
    for (const control::Finding& finding : result.findings) {
      if (!finding.blocking) stage.warnings += finding.rows;
    }
  }

  void add(const std::string& model, ModelError error) {
    const std::lock_guard lock(mutex_);
    stage_of(model).errors.push_back(std::move(error));
  }

  std::vector<ServiceStage> take() && { return std::move(stages_); }

 private:
  ServiceStage& stage_of(const std::string& model) {
    return *std::find_if(stages_.begin(), stages_.end(),
                         [&](const ServiceStage& stage) { return stage.model == model; });
  }

  std::mutex mutex_;
  std::vector<ServiceStage> stages_;
};

bool is_worth_repeating(const Error& error) {
  return error.sqlstate() == "40001" || error.sqlstate() == "40P01" ||
         error.sqlstate() == "55P03" || error.kind() == ErrorKind::database_unreachable;
}

pg::Connection open_session(const pg::ConnectOptions& database) {
  pg::Connection connection(database);
  // Gold's statements are many rows of simple expressions; compiling them takes longer.
  connection.query("SET jit = off");
  connection.query("SET temp_buffers = '64MB'");
  return connection;
}

// One tenant's models, on a connection of its own.
class TenantRun {
 public:
  TenantRun(const pg::ConnectOptions& database, pg::Connection& connection,
            control::LogManager& log, Stages& stages, const Models& all,
            const std::vector<const Model*>& models, std::string tenant)
      : database_(database),
        connection_(connection),
        log_(log),
        stages_(stages),
        all_(all),
        models_(models),
        tenant_(std::move(tenant)) {}

  // In order; again when another process had one in hand: it may have read what was there before
  // those that it follows were done, and those that follow it have more to do then.
  void run(bool everything, const std::optional<Period>& period, const StopFlag& stop) {
    std::set<std::string> done;
    const Model* busy = nullptr;
    do {
      busy = nullptr;
      for (const Model* model : models_) {
        if (stop.requested()) return;
        const bool again = done.contains(model->name);
        if (bring_up_to_date(
                *model, again ? Effort{} : Effort{.everything = everything, .period = period})) {
          done.insert(model->name);
        } else {
          busy = model;
        }
      }
      if (busy != nullptr) wait_for(connection_, *busy, tenant_);
    } while (busy != nullptr);
  }

 private:
  // False when it has to be tried again.
  bool bring_up_to_date(const Model& model, const Effort& effort) {
    if (held_back_.contains(model.name)) return true;
    const bool asked = effort.everything || effort.period || model.always;
    if (!asked) {
      const Backlog backlog = backlog_of(connection_, model, tenant_);
      if (!backlog.changes && !backlog.stale) return true;
    }
    const Stopwatch watch;
    try {
      const ModelResult result = run_with_retries(model, effort);
      if (result.busy) return false;
      analyze_if_changed(connection_, model.name, result.changed);
      record_result(model, result, watch.elapsed());
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::database && error.kind() != ErrorKind::transient) throw;
      fail(model, {.check = "execucao", .blocking = true}, error);
    }
    return true;
  }

  ModelResult run_with_retries(const Model& model, const Effort& effort) {
    for (int attempt = 1;; ++attempt) {
      try {
        return run_model(connection_, log_, all_, model, tenant_, effort);
      } catch (const Error& error) {
        if (attempt == kTries || !is_worth_repeating(error)) throw;
        log::debug("{}: {}; trying again", model.name, error.what());
        std::this_thread::sleep_for(kPause * attempt);
        if (!connection_.alive()) connection_ = open_session(database_);
      }
    }
  }

  void record_result(const Model& model, const ModelResult& result, milliseconds duration) {
    stages_.add(model.name, result, duration);
    for (const control::Finding& finding : result.findings) {
      control::raise_alert(connection_, model.name, tenant_, finding);
      if (!finding.blocking) continue;
      stages_.add(model.name, {.tenant = tenant_,
                               .code = "verificacao",
                               .message = fmt::format("a verificação {} encontrou {} linha(s)",
                                                      finding.check, finding.rows),
                               .keys = finding.keys});
    }
    if (!result.blocked) {
      control::close_alerts(connection_, model.name, tenant_);
      return;
    }
    log_failure(model, "uma verificação falhou");
    hold_back_followers(model);
  }

  void fail(const Model& model, const control::Finding& finding, const Error& error) {
    log::error("{} of tenant {} failed: {}", model.name, tenant_, error.what());
    control::raise_alert(connection_, model.name, tenant_, finding);
    stages_.add(model.name,
                {.tenant = tenant_,
                 .code = "banco",
                 .message = fmt::format("o modelo não pôde ser calculado ({})", error.sqlstate())});
    log_failure(model, "o modelo não pôde ser calculado");
    hold_back_followers(model);
  }

  void log_failure(const Model& model, std::string_view why) {
    log_.write_now(connection_, {.layer = "service",
                                 .status = control::LogStatus::error,
                                 .message = fmt::format("{}: {}; as linhas de antes continuam",
                                                        model.name, why)});
  }

  // What they read is not up to date, and may not be right.
  void hold_back_followers(const Model& model) {
    for (const std::string& name : all_.all_followers(model.name)) {
      const bool wanted = std::any_of(models_.begin(), models_.end(),
                                      [&](const Model* other) { return other->name == name; });
      if (!held_back_.insert(name).second || !wanted) continue;
      stages_.add(name, {.tenant = tenant_,
                         .code = "dependencia",
                         .message = fmt::format("espera por {}", model.name)});
    }
  }

  const pg::ConnectOptions& database_;
  pg::Connection& connection_;
  control::LogManager& log_;
  Stages& stages_;
  const Models& all_;
  const std::vector<const Model*>& models_;  // of them, those asked for
  std::string tenant_;
  std::set<std::string> held_back_;
};

class ServiceRun {
 public:
  ServiceRun(const pg::ConnectOptions& database, const ServiceRunOptions& options,
             const StopFlag& stop)
      : database_(database),
        options_(options),
        stop_(stop),
        models_(chosen_models(options)),
        stages_(models_),
        log_(control::this_process()) {}

  ServiceReport run(bool everything, const std::optional<Period>& period) {
    const Stopwatch watch;
    ServiceReport report;
    report.start = std::chrono::system_clock::now();
    {
      pg::Connection connection(database_);
      tenants_ = options_.tenant.empty() ? known_tenants(connection)
                                         : std::vector<std::string>{options_.tenant};
      learn_new_inputs(connection);
    }
    run_tenants(everything, period);
    report.stages = std::move(stages_).take();
    report.duration_ms = watch.ms();
    report.interrupted = stop_.requested();
    report.log_lost = log_.lost();
    return report;
  }

 private:
  static std::vector<const Model*> chosen_models(const ServiceRunOptions& options) {
    if (!options.entities.empty()) return options.models->reached(options.entities);
    std::vector<const Model*> all;
    for (const Model& model : *options.models) all.push_back(&model);
    return all;
  }

  void run_tenants(bool everything, const std::optional<Period>& period) {
    const std::size_t workers =
        std::clamp<std::size_t>(static_cast<std::size_t>(std::max(options_.workers, 1)), 1,
                                std::max<std::size_t>(tenants_.size(), 1));
    run_workers(workers, [&] { work(everything, period); });
  }

  void work(bool everything, const std::optional<Period>& period) {
    pg::Connection connection = open_session(database_);
    for (std::size_t i = next_++; i < tenants_.size() && !stop_.requested(); i = next_++) {
      TenantRun(database_, connection, log_, stages_, *options_.models, models_, tenants_[i])
          .run(everything, period, stop_);
    }
  }

  const pg::ConnectOptions& database_;
  const ServiceRunOptions& options_;
  const StopFlag& stop_;
  std::vector<const Model*> models_;
  Stages stages_;
  control::LogManager log_;
  std::vector<std::string> tenants_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace

bool ServiceReport::success() const {
  return !interrupted && std::all_of(stages.begin(), stages.end(), [](const ServiceStage& stage) {
    return stage.errors.empty();
  });
}

ServiceReport run_service(const pg::ConnectOptions& database, const ServiceRunOptions& options,
                          const StopFlag& stop) {
  return ServiceRun(database, options, stop).run(false, std::nullopt);
}

ServiceReport replay_service(const pg::ConnectOptions& database, const ServiceRunOptions& options,
                             const std::optional<Period>& period, const StopFlag& stop) {
  return ServiceRun(database, options, stop).run(!period, period);
}

}  // namespace gdo::gold
