#include "trusted/retry.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>

#include "embedded/trusted_sql.h"
#include "trusted/lote_results.h"
#include "trusted/lote_worker.h"

namespace gdo::trusted {
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
