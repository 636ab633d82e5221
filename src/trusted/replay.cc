#include "trusted/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
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

namespace {

// The chosen rejections of one lote, as they stand.
struct Chosen {
  std::vector<std::int64_t> ids;
  std::set<ItemPlace> places;
  std::map<std::string, std::int64_t> by_entity;
};

std::vector<std::int64_t> lotes_of(pg::Connection& connection,
                                   const std::vector<std::int64_t>& ids) {
  const auto found = connection.query(trusted_sql::lotes_of_rejections, {pg::integer_array(ids)});
  std::vector<std::int64_t> lotes;
  for (int row = 0; row < found.rows(); ++row) lotes.push_back(found.integer(row, 0));
  return lotes;
}

Chosen choose(pg::Connection& connection, std::int64_t lote_id,
              const std::vector<std::int64_t>& ids) {
  const auto found =
      connection.query(trusted_sql::rejections_to_retry, {pg::integer_array(ids), lote_id});
  Chosen chosen;
  for (int row = 0; row < found.rows(); ++row) {
    chosen.ids.push_back(found.integer(row, 0));
    chosen.places.insert({found.integer(row, 1), found.integer(row, 2), found.integer(row, 3)});
    ++chosen.by_entity[std::string(found.text(row, 4))];
  }
  return chosen;
}

// What the new verdicts change in the lote's books: the chosen items counted as rejected.
void correct_counts(pg::Connection& connection, const LoteGroup& group, const Chosen& chosen,
                    LoteCounts lote_counts) {
  const std::int64_t lote_id = group.lotes.front().id;
  for (const auto& [entity, count] : chosen.by_entity) {
    EntityCounts& counts = lote_counts[{lote_id, entity}];
    counts.items -= count;
    counts.rejected -= count;
  }
  for (const auto& [place, change] : lote_counts) {
    correct_counts(connection, group, lote_id, place.second, change);
  }
}

std::int64_t retry_lote(LoteWorker& worker, std::int64_t lote_id,
                        const std::vector<std::int64_t>& ids, control::LogManager& log,
                        RetryCounts& counts) {
  pg::Transaction transaction(worker.writer());
  const LoteGroup group = take_lotes(worker.writer(), {lote_id});
  const Chosen chosen = choose(worker.writer(), lote_id, ids);
  counts.examined += static_cast<std::int64_t>(chosen.ids.size());
  const GroupFindings findings = worker.judge_and_publish(
      group, {.only = &chosen.places, .check_limits = false}, LoteWorker::JudgeMode::apart);
  const std::int64_t corrected = worker.judge_of(group.payload).rejections().close(chosen.ids);
  if (corrected == 0) {
    transaction.commit();
    return 0;
  }
  correct_counts(worker.writer(), group, chosen, findings.lote_counts);
  const control::LogEntry entry{
      .payload = group.payload,
      .layer = "trusted",
      .status = control::LogStatus::success,
      .message = fmt::format("{} item(ns) rejeitado(s) aceito(s) em nova tentativa", corrected),
      .records_processed = static_cast<std::int64_t>(chosen.ids.size()),
      .records_invalid = static_cast<std::int64_t>(chosen.ids.size()) - corrected,
      .lote_id = lote_id};
  log.write(worker.writer(), {&entry, 1});
  transaction.commit();
  return corrected;
}

}  // namespace

RetryCounts retry_rejected(const pg::ConnectOptions& database, const contract::Catalog& catalog,
                           const std::vector<std::int64_t>& ids, control::LogManager& log) {
  RetryCounts counts;
  LoteWorker worker(database, catalog, log);
  for (const std::int64_t lote_id : lotes_of(worker.idle(), ids)) {
    counts.corrected += retry_lote(worker, lote_id, ids, log, counts);
  }
  return counts;
}

}  // namespace gdo::trusted
