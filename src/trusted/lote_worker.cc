#include "trusted/lote_worker.h"

#include <algorithm>

#include "base/log.h"
#include "base/stopwatch.h"
#include "embedded/trusted_sql.h"
#include "pg/sqlstate.h"
#include "trusted/lote_results.h"

namespace gdo::trusted {
namespace {

// Staged rows stay in memory of the server's session, not in files. Statements of many rows and
// simple expressions run longer when they are compiled. A scan of raw begins where its rows do, and
// not where another session's scan happens to be.
constexpr const char* kSession =
    "SET temp_buffers = '64MB'; SET jit = off; SET synchronize_seqscans = off";

}  // namespace

LoteWorker::LoteWorker(const pg::ConnectOptions& database, const contract::Catalog& catalog,
                       control::LogManager& log, std::size_t held_bytes)
    : database_(database),
      catalog_(catalog),
      log_(log),
      held_bytes_(held_bytes),
      writer_(database),
      reader_(database),
      publication_(std::make_unique<Publication>(writer_, reader_, database_)) {
  writer_.execute(kSession);
  reader_.execute(kSession);
}

void LoteWorker::recover() {
  direct_ = false;  // whatever it was that the two ways did to each other
  judges_.clear();
  if (writer_.alive() && reader_.alive()) return;
  writer_ = pg::Connection(database_);
  reader_ = pg::Connection(database_);
  writer_.execute(kSession);
  reader_.execute(kSession);
}

GroupJudge& LoteWorker::judge_of(const std::string& name) {
  auto& judge = judges_[name];
  if (!judge) judge = std::make_unique<GroupJudge>(writer_, reader_, payload(name), held_bytes_);
  return *judge;
}

// Only a contract that changed since, or a delivery that was taken back, can take a row away again.
void LoteWorker::remove_unaccepted(const LoteGroup& group, const PublicationTime& time) {
  std::int64_t removed = 0;
  for (const EntitySql& sql : judge_of(group.payload).staging().entities()) {
    const auto changed = writer_.query(
        trusted_sql::lotes_to_clear,
        {pg::integer_array(group.ids()), sql.contract->entity, sql.contract->version_label()});
    std::vector<std::int64_t> lotes;
    for (int row = 0; row < changed.rows(); ++row) lotes.push_back(changed.integer(row, 0));
    if (!lotes.empty()) removed += publication_->remove_unaccepted(sql, time, lotes);
  }
  if (removed > 0) requeue_lotes(writer_, group);
}

GroupFindings LoteWorker::judge_and_publish(const LoteGroup& group,
                                            const GroupJudge::Request& request, JudgeMode mode) {
  judge_of(group.payload);  // its temporary tables outlive the savepoint
  writer_.query("SAVEPOINT publicacao");
  std::set<ItemPlace> refused;
  GroupFindings findings;
  try {
    findings = publish_once(group, request, mode);
  } catch (const Error& error) {
    if (!pg::refuses_data(error)) throw;
    log::warn("PostgreSQL refused a value of {} lote(s) of {}, from {} on: {}. Looking for it.",
              group.lotes.size(), group.payload, group.lotes.front().id, error.what());
    judges_.erase(group.payload);
    writer_.query("ROLLBACK TO SAVEPOINT publicacao");
    refused = refused_items(group, request);
    if (refused.empty()) throw;
    GroupJudge::Request without = request;
    without.refused = &refused;
    findings = publish_once(group, without, mode);
  }
  writer_.query("RELEASE SAVEPOINT publicacao");
  return findings;
}

// In ever smaller portions of those that were in a portion that was refused.
std::set<ItemPlace> LoteWorker::refused_items(const LoteGroup& group,
                                              const GroupJudge::Request& request) {
  std::set<ItemPlace> suspects;
  GroupJudge::Request probing = request;
  probing.check_limits = false;
  for (const std::size_t portion : {4096U, 256U, 16U, 1U}) {
    RefusedItems probe(writer_, judge_of(group.payload).staging(), *publication_,
                       publication_time(writer_), group.tenant, portion);
    probing.probe = &probe;
    judge_of(group.payload).judge(group, 0, probing);
    suspects = probe.take();
    if (suspects.empty()) return suspects;
    probing.only = &suspects;
  }
  return suspects;
}

GroupFindings LoteWorker::publish_once(const LoteGroup& group, const GroupJudge::Request& request,
                                       JudgeMode mode) {
  GroupJudge& judge = judge_of(group.payload);
  const PublicationTime time = publication_time(writer_);
  LoteCounts portions;
  GroupJudge::Request judging = request;
  if (request.in_portions) {
    judging.on_full = [&] {
      for (const EntitySql& sql : judge.staging().entities()) {
        publication_->publish_portion(sql, time, judge.staging(), portions);
      }
    };
  }
  GroupFindings findings = judge.judge(group, time.us, judging);
  for (const auto& [place, counts] : portions) findings.lote_counts[place] += counts;
  for (const EntitySql& sql : judge.staging().entities()) {
    publication_->publish(sql, time, judge.staging(), findings.lote_counts);
  }
  std::vector<std::int64_t> judged_before;
  for (const PendingLote& lote : group.lotes) {
    if (lote.judged_before && mode != JudgeMode::apart) judged_before.push_back(lote.id);
  }
  judge.rejections().publish();
  judge.rejections().close_lotes(judged_before);
  if (!judged_before.empty() && mode == JudgeMode::kept) remove_unaccepted(group, time);
  return findings;
}

std::optional<GroupResult> LoteWorker::work(const std::vector<std::string>& payloads,
                                            const std::vector<std::int64_t>& skipped, bool alone) {
  const Stopwatch watch;
  taken_.reset();
  pg::Transaction transaction(writer_);
  taken_ = take_pending(writer_, payloads, skipped, alone);
  if (!taken_) return std::nullopt;
  GroupResult result;
  result.group = *taken_;
  // The keys of what was judged before are there already.
  const bool all_new = std::none_of(result.group.lotes.begin(), result.group.lotes.end(),
                                    [](const PendingLote& lote) { return lote.judged_before; });
  const bool direct = direct_ && all_new;
  result.findings =
      judge_and_publish(result.group, {.direct = direct, .in_portions = direct}, JudgeMode::kept);
  result.duration_ms = watch.ms();
  record_results(writer_, log_, payload(result.group.payload), result.group, result.findings,
                 result.duration_ms);
  transaction.commit();
  direct_ = true;
  for (const PendingLote& lote : result.group.lotes) result.records += lote.records;
  return result;
}

}  // namespace gdo::trusted
