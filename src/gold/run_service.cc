#include "gold/run_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "base/log.h"
#include "base/stopwatch.h"
#include "base/worker_threads.h"
#include "gold/changes.h"
#include "gold/deferred_indexes.h"
#include "gold/schedule.h"
#include "gold/statistics.h"

namespace gdo::gold {
namespace {

using std::chrono::milliseconds;

constexpr int kTries = 6;
constexpr milliseconds kPause{50};

// Adds up what models did for one tenant after the other.
class Stages {
 public:
  Stages(const std::vector<const Model*>& models, const std::vector<ServiceStage>* earlier) {
    if (earlier != nullptr) stages_ = *earlier;
    if (!stages_.empty()) return;
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

// Makes noted indexes, in a session of its own where several models may be worked on at once.
class IndexWork {
 public:
  IndexWork(const pg::ConnectOptions& database, int workers)
      : database_(database), beside_(workers > 1) {}

  void begin(pg::Connection& connection) {
    if (beside_) {
      const std::lock_guard lock(mutex_);
      threads_.emplace_back([this] {
        try {
          pg::Connection own(database_);
          own.query("SET max_parallel_maintenance_workers = 0");  // the models have the other cores
          make_noted_indexes(own);
        } catch (const Error& error) {
          leave_to_next_run(error);
        }
      });
      return;
    }
    try {
      make_noted_indexes(connection);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::database_unreachable) throw;
      leave_to_next_run(error);
    }
  }
  void wait() {
    const std::lock_guard lock(mutex_);
    threads_.clear();
  }

 private:
  static void leave_to_next_run(const Error& error) {
    log::warn("indexes of gold tables are left to the next run: {}", error.what());
  }

  const pg::ConnectOptions& database_;
  const bool beside_;
  std::mutex mutex_;
  std::vector<std::jthread> threads_;
};

// One tenant's models. Several workers may be at different ones of them.
class TenantRun {
 public:
  TenantRun(const pg::ConnectOptions& database, control::LogManager& log, Stages& stages,
            IndexWork& indexes, const Models& all, const std::vector<const Model*>& models,
            std::string tenant)
      : database_(database),
        log_(log),
        stages_(stages),
        indexes_(indexes),
        all_(all),
        models_(models),
        tenant_(std::move(tenant)) {}

  const std::string& tenant() const { return tenant_; }

  // False when another process has the model in hand: it has to be tried again.
  bool bring_up_to_date(pg::Connection& connection, const Model& model, const Effort& effort) {
    if (is_held_back(model.name)) return true;
    const bool asked = effort.everything || effort.period || model.always;
    if (!asked) {
      const Backlog backlog = backlog_of(connection, model, tenant_);
      if (!backlog.changes && !backlog.stale) return true;
    }
    const Stopwatch watch;
    try {
      const ModelResult result = run_with_retries(connection, model, effort);
      if (result.busy) return false;
      if (result.indexes_wait) {
        indexes_.begin(connection);
      } else {
        analyze_if_changed(connection, model.name, result.changed, tenant_);
      }
      record_result(connection, model, result, watch.elapsed());
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::database && error.kind() != ErrorKind::transient) throw;
      fail(connection, model, {.check = "execucao", .blocking = true}, error);
    }
    return true;
  }

 private:
  ModelResult run_with_retries(pg::Connection& connection, const Model& model,
                               const Effort& effort) {
    for (int attempt = 1;; ++attempt) {
      try {
        return run_model(connection, log_, all_, model, tenant_, effort);
      } catch (const Error& error) {
        if (attempt == kTries || !is_worth_repeating(error)) throw;
        log::debug("{}: {}; trying again", model.name, error.what());
        std::this_thread::sleep_for(kPause * attempt);
        if (!connection.alive()) connection = open_session(database_);
      }
    }
  }

  void record_result(pg::Connection& connection, const Model& model, const ModelResult& result,
                     milliseconds duration) {
    stages_.add(model.name, result, duration);
    for (const control::Finding& finding : result.findings) {
      control::raise_alert(connection, model.name, tenant_, finding);
      if (!finding.blocking) continue;
      stages_.add(model.name, {.tenant = tenant_,
                               .code = "verificacao",
                               .message = fmt::format("a verificação {} encontrou {} linha(s)",
                                                      finding.check, finding.rows),
                               .keys = finding.keys});
    }
    if (!result.blocked) {
      control::close_alerts(connection, model.name, tenant_);
      return;
    }
    log_failure(connection, model, "uma verificação falhou");
    hold_back_followers(model);
  }

  void fail(pg::Connection& connection, const Model& model, const control::Finding& finding,
            const Error& error) {
    log::error("{} of tenant {} failed: {}", model.name, tenant_, error.what());
    control::raise_alert(connection, model.name, tenant_, finding);
    stages_.add(model.name,
                {.tenant = tenant_,
                 .code = "banco",
                 .message = fmt::format("o modelo não pôde ser calculado ({})", error.sqlstate())});
    log_failure(connection, model, "o modelo não pôde ser calculado");
    hold_back_followers(model);
  }

  void log_failure(pg::Connection& connection, const Model& model, std::string_view why) {
    log_.write_now(connection, {.layer = "service",
                                .status = control::LogStatus::error,
                                .message = fmt::format("{}: {}; as linhas de antes continuam",
                                                       model.name, why)});
  }

  // What they read is not up to date, and may not be right.
  void hold_back_followers(const Model& model) {
    for (const std::string& name : all_.all_followers(model.name)) {
      const bool wanted = std::any_of(models_.begin(), models_.end(),
                                      [&](const Model* other) { return other->name == name; });
      if (!hold_back(name) || !wanted) continue;
      stages_.add(name, {.tenant = tenant_,
                         .code = "dependencia",
                         .message = fmt::format("espera por {}", model.name)});
    }
  }

  bool is_held_back(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return held_back_.contains(name);
  }

  bool hold_back(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return held_back_.insert(name).second;
  }

  const pg::ConnectOptions& database_;
  control::LogManager& log_;
  Stages& stages_;
  IndexWork& indexes_;
  const Models& all_;
  const std::vector<const Model*>& models_;  // of them, those asked for
  std::string tenant_;
  std::mutex mutex_;
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
        stages_(models_, options.earlier),
        log_(control::this_process()),
        indexes_(database, options.workers) {}

  ServiceReport run(bool everything, const std::optional<Period>& period) {
    const Stopwatch watch;
    ServiceReport report;
    report.start = std::chrono::system_clock::now();
    {
      pg::Connection connection(database_);
      tenants_ = options_.tenant.empty() ? known_tenants(connection)
                                         : std::vector<std::string>{options_.tenant};
      learn_new_inputs(connection, database_, options_.workers);
      if (indexes_are_noted(connection)) indexes_.begin(connection);
    }
    try {
      run_tenants(everything, period);
      indexes_.wait();
    } catch (const Error&) {
      keep_for_another_try();
      throw;
    }
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

  // But for what it could not do, which the other one will meet again.
  void keep_for_another_try() {
    if (options_.earlier == nullptr) return;
    *options_.earlier = std::move(stages_).take();
    for (ServiceStage& stage : *options_.earlier) stage.errors.clear();
  }

  void run_tenants(bool everything, const std::optional<Period>& period) {
    for (const std::string& tenant : tenants_) {
      runs_.push_back(std::make_unique<TenantRun>(database_, log_, stages_, indexes_,
                                                  *options_.models, models_, tenant));
    }
    Schedule schedule(models_, tenants_.size());
    const Effort first{.everything = everything, .period = period, .alone = tenants_.size() == 1};
    run_workers(static_cast<std::size_t>(std::max(options_.workers, 1)), [&] {
      try {
        work(schedule, first);
      } catch (...) {
        schedule.stop();  // the others do not wait for what this one had in hand
        throw;
      }
    });
  }

  void work(Schedule& schedule, const Effort& first) {
    std::optional<pg::Connection> connection;
    while (!stop_.requested()) {
      const std::optional<Schedule::Unit> unit = schedule.take();
      if (!unit) return;
      if (!connection) connection.emplace(open_session(database_));
      const Model& model = *models_[unit->model];
      TenantRun& run = *runs_[unit->tenant];
      bool done = true;
      if (unit->wait) {
        wait_for(*connection, model, run.tenant());
      } else {
        done = run.bring_up_to_date(*connection, model,
                                    unit->again ? Effort{.alone = first.alone} : first);
      }
      schedule.give_back(*unit, done ? Schedule::Outcome::done : Schedule::Outcome::busy);
    }
    schedule.stop();
  }

  const pg::ConnectOptions& database_;
  const ServiceRunOptions& options_;
  const StopFlag& stop_;
  std::vector<const Model*> models_;
  Stages stages_;
  control::LogManager log_;
  IndexWork indexes_;
  std::vector<std::string> tenants_;
  std::vector<std::unique_ptr<TenantRun>> runs_;
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
