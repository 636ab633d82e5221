#include "trusted/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/log.h"
#include "base/stopwatch.h"
#include "contract/contract.h"
#include "embedded/trusted_sql.h"
#include "trusted/lote_results.h"
#include "trusted/lote_worker.h"

namespace gdo::trusted {
namespace {

constexpr int kReplayAttempts = 6;

class Replay {
 public:
  Replay(const pg::ConnectOptions& database, const contract::Catalog& catalog,
         const ReplayOptions& options, const StopFlag& stop, TrustedProgress& progress)
      : options_(options),
        stop_(stop),
        progress_(progress),
        catalog_(catalog),
        log_(control::this_process()),
        worker_(database, catalog, log_) {}

  TrustedReport run() {
    report_.start = std::chrono::system_clock::now();
    const Stopwatch watch;
    log_.write_now(worker_.idle(), {.layer = "trusted",
                                    .status = control::LogStatus::started,
                                    .message = "reconstrução trusted iniciada"});
    for (const auto& payload : catalog_.payloads()) {
      if (contract::is_chosen(payload.name, options_.payloads)) replay_payload(payload);
    }
    report_.interrupted = stop_.requested();
    report_.duration_ms = watch.ms();
    log_.write_now(worker_.idle(), {.layer = "trusted",
                                    .status = control::LogStatus::finished,
                                    .message = "reconstrução trusted finalizada",
                                    .duration_ms = report_.duration_ms});
    report_.log_lost = log_.lost();
    return std::move(report_);
  }

 private:
  bool is_partial() const { return options_.from || options_.to; }

  void replay_payload(const contract::Payload& payload) {
    stage_ = &report_.stages.emplace_back(TrustedStage{.payload = payload.name});
    const Stopwatch watch;
    const auto tenants =
        worker_.idle().query(trusted_sql::tenants_of_payload, {payload.name, options_.tenant});
    for (int row = 0; row < tenants.rows() && !stop_.requested(); ++row) {
      replay_tenant(payload, std::string(tenants.text(row, 0)));
    }
    stage_->duration_ms = watch.ms();
  }

  void replay_tenant(const contract::Payload& payload, const std::string& tenant) {
    for (int attempt = 1;; ++attempt) {
      try {
        if (replay_once(payload, tenant)) return;
        make_partitions();
      } catch (const Error& error) {
        worker_.recover();
        if (error.kind() != ErrorKind::transient || attempt >= kReplayAttempts) throw;
        log::debug("replay of {} {}: {}; trying again", payload.name, tenant, error.what());
        std::this_thread::sleep_for(std::chrono::milliseconds(50) * (1 << attempt));
      }
    }
  }

  std::vector<std::int64_t> lotes_of(const contract::Payload& payload, const std::string& tenant) {
    const auto found = worker_.writer().query(trusted_sql::lotes_to_replay,
                                              {payload.name, tenant, options_.from, options_.to});
    std::vector<std::int64_t> ids;
    for (int row = 0; row < found.rows(); ++row) ids.push_back(found.integer(row, 0));
    return ids;
  }

  // What was judged is rolled back, and judged again once they are there.
  void make_partitions() {
    worker_.recover();
    worker_.publication().partitions().make_postponed();
  }

  // False when partitions must be made first: then nothing was changed.
  bool replay_once(const contract::Payload& payload, const std::string& tenant) {
    pg::Transaction transaction(worker_.writer());
    LoteGroup all = take_lotes(worker_.writer(), lotes_of(payload, tenant));
    if (all.lotes.empty()) return true;
    worker_.publication().partitions().postpone();
    for (const PendingLote& lote : all.lotes) {
      progress_.records_found += static_cast<std::uint64_t>(lote.records);
    }
    const std::int64_t removed = remove_rows(all);
    EntityCounts total;
    TrustedStage done{.payload = payload.name};
    auto next = all.lotes.begin();
    while (next != all.lotes.end()) {
      judge_some(payload, all, next, done);
    }
    if (worker_.publication().partitions().postponed_any()) return false;
    for (const auto& [entity, counts] : done.entities) total += counts;
    if (is_partial() && removed > total.inserted + total.updated) {
      requeue_lotes(worker_.writer(), all);
    }
    transaction.commit();
    stage_->lotes += done.lotes;
    stage_->blocked_files += done.blocked_files;
    for (const auto& [entity, counts] : done.entities) stage_->entities[entity] += counts;
    return true;
  }

  std::int64_t remove_rows(const LoteGroup& group) {
    std::int64_t removed = 0;
    for (const EntitySql& sql : worker_.judge_of(group.payload).staging().entities()) {
      removed += is_partial() ? worker_.publication().remove_lotes(sql, group.ids())
                              : worker_.publication().remove_tenant(sql, group.tenant);
    }
    return removed;
  }

  // As many of the lotes as one judgement takes.
  void judge_some(const contract::Payload& payload, const LoteGroup& all,
                  std::vector<PendingLote>::iterator& next, TrustedStage& done) {
    const Stopwatch watch;
    LoteGroup group{.payload = all.payload, .tenant = all.tenant, .lotes = {}};
    std::int64_t records = 0;
    do {
      records += next->records;
      group.lotes.push_back(*next++);
    } while (next != all.lotes.end() && records + next->records <= kRecordsAtOnce);
    const GroupFindings findings =
        worker_.judge_and_publish(group, {}, LoteWorker::JudgeMode::removed);
    worker_.judge_of(payload.name).staging().clear();
    worker_.judge_of(payload.name).rejections().clear();
    record_results(worker_.writer(), log_, payload, group, findings, watch.ms());
    progress_.records_done += static_cast<std::uint64_t>(records);
    done.lotes += static_cast<std::int64_t>(group.lotes.size());
    done.blocked_files += static_cast<std::int64_t>(findings.blocked.size());
    for (const auto& [place, counts] : findings.lote_counts) done.entities[place.second] += counts;
  }

  const ReplayOptions& options_;
  const StopFlag& stop_;
  TrustedProgress& progress_;
  const contract::Catalog& catalog_;
  control::LogManager log_;
  LoteWorker worker_;
  TrustedReport report_;
  TrustedStage* stage_ = nullptr;
};

}  // namespace

TrustedReport replay_trusted(const pg::ConnectOptions& database, const contract::Catalog& catalog,
                             const ReplayOptions& options, const StopFlag& stop,
                             TrustedProgress& progress) {
  return Replay(database, catalog, options, stop, progress).run();
}

}  // namespace gdo::trusted
