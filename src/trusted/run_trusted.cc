#include "trusted/run_trusted.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "base/log.h"
#include "base/stopwatch.h"
#include "contract/contract.h"
#include "embedded/trusted_sql.h"
#include "trusted/lote_results.h"
#include "trusted/lote_worker.h"

namespace gdo::trusted {
namespace {

constexpr int kGroupAttempts = 8;

// What a worker has met with lately.
struct RetryState {
  int failures = 0;       // in a row
  std::size_t alone = 0;  // so many lotes are to be taken one at a time
  void overcome() {
    failures = 0;
    if (alone > 0) --alone;
  }
};

class TrustedRun {
 public:
  TrustedRun(const pg::ConnectOptions& database, const contract::Catalog& catalog,
             const TrustedRunOptions& options, const StopFlag& stop, TrustedProgress& progress)
      : database_(database),
        catalog_(catalog),
        options_(options),
        stop_(stop),
        progress_(progress),
        log_(control::this_process()) {
    for (const auto& payload : catalog.payloads()) {
      if (!contract::is_chosen(payload.name, options.payloads)) continue;
      payloads_.push_back(payload.name);
      report_.stages.push_back({.payload = payload.name});
    }
    if (options.earlier != nullptr && !options.earlier->empty()) {
      report_.stages = std::move(*options.earlier);
    }
  }

  TrustedReport run() {
    report_.start = std::chrono::system_clock::now();
    pg::Connection connection(database_);
    log_.write_now(connection, {.layer = "trusted",
                                .status = control::LogStatus::started,
                                .message = "validação trusted iniciada"});
    count_pending(connection);
    const Stopwatch watch;
    try {
      do {
        run_workers();
      } while (!stop_.requested() && another_left_one(connection));
    } catch (const Error&) {
      keep_for_another_try();
      throw;
    }
    report_.duration_ms = watch.ms();
    close(connection);
    return std::move(report_);
  }

 private:
  void count_pending(pg::Connection& connection) {
    const auto found = connection.query(trusted_sql::count_pending, {pg::text_array(payloads_)});
    progress_.records_found += static_cast<std::uint64_t>(found.integer(0, 0));
    last_pending_ = found.integer(0, 1);
  }

  // But for what it could not do, which the other one will meet again.
  void keep_for_another_try() {
    if (options_.earlier == nullptr) return;
    for (TrustedStage& stage : report_.stages) stage.errors.clear();
    *options_.earlier = std::move(report_.stages);
  }

  void run_workers() {
    std::vector<std::thread> threads;
    for (int i = 0; i < options_.workers; ++i) threads.emplace_back([this] { work(); });
    for (std::thread& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
  }

  // Waits for a lote that waited from the start and that another process has in hand. True when it
  // is let go of: published, or given up by a process that hangs, whose session is ended.
  bool another_left_one(pg::Connection& connection) {
    try {
      pg::Transaction transaction(connection);
      return connection
                 .query(trusted_sql::any_left,
                        {pg::text_array(payloads_), pg::integer_array(skipped()), last_pending_})
                 .rows() > 0;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::transient) throw;
      log::warn("lotes that another process has in hand are left to it: {}", error.what());
      return false;
    }
  }

  void close(pg::Connection& connection) {
    report_.interrupted = stop_.requested();
    std::int64_t items = 0;
    std::int64_t rejected = 0;
    for (const TrustedStage& stage : report_.stages) {
      for (const auto& [entity, counts] : stage.entities) {
        items += counts.items;
        rejected += counts.rejected;
      }
    }
    log_.write_now(connection, {.layer = "trusted",
                                .status = control::LogStatus::finished,
                                .message = report_.interrupted ? "validação parada a pedido"
                                                               : "validação trusted finalizada",
                                .duration_ms = report_.duration_ms,
                                .records_processed = items,
                                .records_invalid = rejected});
    report_.log_lost = log_.lost();
  }

  // A thread's entry.
  void work() {
    try {
      LoteWorker worker(database_, catalog_, log_, options_.held_bytes);
      RetryState retry_state;
      while (!stop_.requested() && !failed_) {
        try {
          const auto result = worker.work(payloads_, skipped(), retry_state.alone > 0);
          if (!result) return;
          retry_state.overcome();
          add(*result);
        } catch (const Error& error) {
          recover(worker, error, retry_state);
        }
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      failed_ = true;
    }
  }

  // Decides what a failed transaction means: try again, look for the lote that cannot be stored, or
  // leave the lote to a later run.
  void recover(LoteWorker& worker, const Error& error, RetryState& retry_state) {
    const auto taken = worker.taken();
    worker.recover();
    const bool passing =
        error.kind() == ErrorKind::transient || error.kind() == ErrorKind::database_unreachable;
    if (passing && ++retry_state.failures < kGroupAttempts) {
      log::debug("trusted: {}; trying again", error.what());
      std::this_thread::sleep_for(std::chrono::milliseconds(20) * (1 << retry_state.failures));
      return;
    }
    // A right that is missing is missing for every lote.
    if (!taken || error.kind() == ErrorKind::database_unreachable ||
        error.kind() == ErrorKind::config) {
      throw error;
    }
    if (taken->lotes.size() > 1) {
      log::warn("{} lotes of {} could not be stored together: {}. One at a time.",
                taken->lotes.size(), taken->payload, error.what());
      retry_state.alone = taken->lotes.size();
      return;
    }
    retry_state.overcome();
    leave_out(worker, *taken, error);
  }

  void leave_out(LoteWorker& worker, const LoteGroup& group, const Error& error) {
    log::error("lote {} of {}: {}", group.lotes.front().id, group.payload, error.what());
    note_failure(worker.idle(), log_, group, error);
    const std::lock_guard lock(mutex_);
    for (const std::int64_t id : group.ids()) skipped_.insert(id);
    stage_of(group.payload)
        .errors.push_back(fmt::format("lote {}: {}", group.lotes.front().id, error.what()));
  }

  std::vector<std::int64_t> skipped() {
    const std::lock_guard lock(mutex_);
    return {skipped_.begin(), skipped_.end()};
  }

  TrustedStage& stage_of(const std::string& payload) {
    return *std::find_if(report_.stages.begin(), report_.stages.end(),
                         [&](const TrustedStage& s) { return s.payload == payload; });
  }

  void add(const GroupResult& result) {
    progress_.records_done += static_cast<std::uint64_t>(result.records);
    const std::lock_guard lock(mutex_);
    TrustedStage& stage = stage_of(result.group.payload);
    stage.duration_ms += result.duration_ms;
    stage.lotes += static_cast<std::int64_t>(result.group.lotes.size());
    stage.blocked_files += static_cast<std::int64_t>(result.findings.blocked.size());
    for (const auto& [place, counts] : result.findings.lote_counts)
      stage.entities[place.second] += counts;
  }

  const pg::ConnectOptions& database_;
  const contract::Catalog& catalog_;
  const TrustedRunOptions& options_;
  const StopFlag& stop_;
  TrustedProgress& progress_;
  control::LogManager log_;
  std::vector<std::string> payloads_;
  std::int64_t last_pending_ = 0;  // of the lotes that waited from the start
  TrustedReport report_;
  std::mutex mutex_;
  std::set<std::int64_t> skipped_;
  std::exception_ptr failure_;
  std::atomic<bool> failed_{false};
};

}  // namespace

bool TrustedReport::success() const {
  return std::all_of(stages.begin(), stages.end(), [](const TrustedStage& stage) {
    return stage.errors.empty() && stage.blocked_files == 0;
  });
}

TrustedReport run_trusted(const pg::ConnectOptions& database, const contract::Catalog& catalog,
                          const TrustedRunOptions& options, const StopFlag& stop,
                          TrustedProgress& progress) {
  return TrustedRun(database, catalog, options, stop, progress).run();
}

}  // namespace gdo::trusted
