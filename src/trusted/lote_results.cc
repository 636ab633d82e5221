#include "trusted/lote_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "control/log_manager.h"
#include "control/work_signals.h"
#include "embedded/trusted_sql.h"
#include "judge/drift.h"
#include "pg/connection.h"
#include "trusted/lote_group.h"

namespace gdo::trusted {
namespace {

std::vector<std::string> words_of(std::string_view comma_separated) {
  std::vector<std::string> words;
  while (!comma_separated.empty()) {
    const std::size_t comma = comma_separated.find(',');
    words.emplace_back(comma_separated.substr(0, comma));
    if (comma == std::string_view::npos) break;
    comma_separated.remove_prefix(comma + 1);
  }
  return words;
}

std::vector<judge::RememberedMember> remembered(pg::Connection& in_transaction,
                                                const LoteGroup& group) {
  const pg::Result rows =
      in_transaction.query(trusted_sql::remembered_members, {group.tenant, group.payload});
  std::vector<judge::RememberedMember> members;
  for (int row = 0; row < rows.rows(); ++row) {
    members.push_back({std::string(rows.text(row, 0)), std::string(rows.text(row, 1)),
                       rows.boolean(row, 2), words_of(rows.text(row, 3))});
  }
  return members;
}

void store(pg::Connection& in_transaction, const LoteGroup& group, std::int64_t lote_id,
           const std::vector<judge::RememberedMember>& members) {
  auto list = nlohmann::json::array();
  for (const auto& member : members) {
    list.push_back({{"entidade", member.entity},
                    {"caminho", member.path},
                    {"conhecido", member.known},
                    {"tipos", member.kinds}});
  }
  in_transaction.query(trusted_sql::store_members,
                       {group.tenant, group.payload, lote_id, list.dump()});
}

// Judged again, a lote says nothing of how deliveries change with time.
bool is_new(const LoteGroup& group, std::int64_t lote_id) {
  return std::none_of(group.lotes.begin(), group.lotes.end(), [lote_id](const PendingLote& lote) {
    return lote.id == lote_id && lote.judged_before;
  });
}

// Compares the members that a lote's records had with those seen before (membro_visto), stores what
// is new, and says the difference: one log row, or none.
std::optional<control::LogEntry> note_drift(pg::Connection& in_transaction, const LoteGroup& group,
                                            std::int64_t lote_id,
                                            const std::vector<judge::MemberSeen>& members) {
  if (!is_new(group, lote_id)) return std::nullopt;
  judge::DriftReport report = judge::report_drift(members, remembered(in_transaction, group));
  if (report.to_store.empty()) return std::nullopt;
  // Rare. One at a time: of lotes that bring the same news at once, one reports it.
  in_transaction.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                       {"gdo membro_visto " + group.tenant + " " + group.payload});
  report = judge::report_drift(members, remembered(in_transaction, group));
  store(in_transaction, group, lote_id, report.to_store);
  if (report.changes.empty()) return std::nullopt;
  return control::LogEntry{.payload = group.payload,
                           .layer = "trusted",
                           .status = control::LogStatus::warning,
                           .message = judge::drift_sentence(report.changes),
                           .details = judge::drift_json(report.changes),
                           .lote_id = lote_id};
}

std::string version_of(const contract::Payload& payload, const std::string& entity) {
  const auto found =
      std::find_if(payload.contracts.begin(), payload.contracts.end(),
                   [&](const contract::Contract* contract) { return contract->entity == entity; });
  return found == payload.contracts.end() ? "" : (*found)->version_label();
}

// A lote without any item has books of zeros: 0 = 0 + 0.
LoteCounts with_empty_lotes(const contract::Payload& payload, const LoteGroup& group,
                            LoteCounts lote_counts) {
  for (const PendingLote& lote : group.lotes) {
    const auto first = lote_counts.lower_bound({lote.id, ""});
    if (first != lote_counts.end() && first->first.first == lote.id) continue;
    lote_counts[{lote.id, payload.contracts.front()->entity}] = {};
  }
  return lote_counts;
}

void insert_counts(pg::Connection& connection, const contract::Payload& payload,
                   const LoteGroup& group, const LoteCounts& lote_counts,
                   std::int64_t duration_ms) {
  connection.query("DELETE FROM lote_entidade WHERE lote_id = ANY ($1::bigint[])",
                   {pg::integer_array(group.ids())});
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& [place, counts] : lote_counts) {
    nlohmann::ordered_json row = {{"lote_id", place.first},
                                  {"entidade", place.second},
                                  {"contrato_versao", version_of(payload, place.second)}};
    row.update(counts_json(counts));
    rows.push_back(std::move(row));
  }
  connection.query(trusted_sql::insert_counts,
                   {group.tenant, group.payload, duration_ms, rows.dump()});
}

using RuleTotalsKey =
    std::tuple<std::int64_t, std::string, std::string, std::string, std::string, bool>;

// Only what did something: a rule that found nothing is known by the lote's items.
void insert_quality(pg::Connection& connection, const LoteGroup& group,
                    const GroupFindings& findings) {
  connection.query("DELETE FROM qualidade WHERE lote_id = ANY ($1::bigint[])",
                   {pg::integer_array(group.ids())});
  std::map<RuleTotalsKey, std::array<std::int64_t, 3>> sums;
  for (const auto& [lote, found] : findings.lotes) {
    for (const judge::RuleTotals& totals : found.rule_totals) {
      if (totals.changed == 0 && totals.violated == 0) continue;
      auto& sum = sums[{lote, totals.entity, totals.field, totals.rule,
                        std::string(judge::action_word(totals.action)), totals.step}];
      sum[0] += static_cast<std::int64_t>(totals.checked);
      sum[1] += static_cast<std::int64_t>(totals.changed);
      sum[2] += static_cast<std::int64_t>(totals.violated);
    }
  }
  if (sums.empty()) return;
  pg::JsonRows rows;
  for (const auto& [key, sum] : sums) {
    const auto& [lote, entity, field, rule, action, step] = key;
    rows.begin_row()
        .int8("lote_id", lote)
        .text("entidade", entity)
        .text("campo", field)
        .text("regra", rule)
        .text("acao", action)
        .boolean("passo", step)
        .int8("verificados", sum[0])
        .int8("alterados", sum[1])
        .int8("violados", sum[2]);
  }
  connection.query(trusted_sql::insert_quality,
                   {group.tenant, group.payload, std::move(rows).take()});
}

EntityCounts total_of(const LoteCounts& lote_counts, std::int64_t lote_id) {
  EntityCounts total;
  for (const auto& [place, counts] : lote_counts) {
    if (place.first == lote_id) total += counts;
  }
  return total;
}

control::LogEntry lote_entry(const LoteGroup& group, std::int64_t lote_id,
                             const EntityCounts& total, std::int64_t duration_ms) {
  const nlohmann::json details = {
      {"token_cliente", group.tenant},     {"aceitos", total.accepted},
      {"com_avisos", total.with_warnings}, {"inseridos", total.inserted},
      {"atualizados", total.updated},      {"superados", total.superseded},
      {"filhos", total.children}};
  return {.payload = group.payload,
          .layer = "trusted",
          .status = total.rejected > 0 ? control::LogStatus::warning : control::LogStatus::success,
          .message = total.rejected > 0 ? fmt::format("{} item(ns) aceito(s), {} rejeitado(s)",
                                                      total.accepted, total.rejected)
                                        : fmt::format("{} item(ns) aceito(s)", total.accepted),
          .details = details.dump(),
          .duration_ms = duration_ms,
          .records_processed = total.items,
          .records_invalid = total.rejected,
          .lote_id = lote_id};
}

control::LogEntry blocked_entry(const LoteGroup& group, const BlockedFile& file) {
  return {.payload = group.payload,
          .layer = "trusted",
          .file_name = file.file_name,
          .status = control::LogStatus::error,
          .message = "rejeições acima do limite do contrato: nada do arquivo foi publicado",
          .details = nlohmann::json{{"arquivo_id", file.file_id},
                                    {"itens", file.items},
                                    {"rejeitados", file.rejected}}
                         .dump(),
          .records_processed = file.items,
          .records_invalid = file.rejected,
          .lote_id = file.lote_id};
}

void mark_blocked(pg::Connection& connection, const LoteGroup& group,
                  const std::vector<BlockedFile>& blocked) {
  std::vector<std::int64_t> ids;
  for (const BlockedFile& file : blocked) ids.push_back(file.file_id);
  connection.query(trusted_sql::mark_blocked,
                   {pg::integer_array(group.ids()), pg::integer_array(ids)});
  for (const BlockedFile& file : blocked) {
    connection.query(
        trusted_sql::raise_blocked,
        {group.tenant, fmt::format("limite_rejeicao:{}", file.file_id),
         "um arquivo passou do limite de rejeições do contrato; nada dele foi publicado",
         file.file_id, file.file_name, file.items, file.rejected});
  }
}

}  // namespace

nlohmann::ordered_json counts_json(const EntityCounts& counts) {
  return {{"itens", counts.items},
          {"aceitos", counts.accepted},
          {"com_avisos", counts.with_warnings},
          {"rejeitados", counts.rejected},
          {"inseridos", counts.inserted},
          {"atualizados", counts.updated},
          {"superados", counts.superseded},
          {"filhos", counts.children}};
}

void record_results(pg::Connection& in_transaction, control::LogManager& log,
                    const contract::Payload& payload, const LoteGroup& group,
                    const GroupFindings& findings, std::int64_t duration_ms) {
  insert_counts(in_transaction, payload, group,
                with_empty_lotes(payload, group, findings.lote_counts), duration_ms);
  insert_quality(in_transaction, group, findings);
  mark_blocked(in_transaction, group, findings.blocked);
  std::vector<control::LogEntry> entries;
  for (const PendingLote& lote : group.lotes) {
    entries.push_back(
        lote_entry(group, lote.id, total_of(findings.lote_counts, lote.id), duration_ms));
    const auto found = findings.lotes.find(lote.id);
    if (found == findings.lotes.end()) continue;
    if (auto entry = note_drift(in_transaction, group, lote.id, found->second.members)) {
      entries.push_back(std::move(*entry));
    }
  }
  for (const BlockedFile& file : findings.blocked) entries.push_back(blocked_entry(group, file));
  log.write(in_transaction, entries);
  in_transaction.query(trusted_sql::close_lotes, {pg::integer_array(group.ids())});
  control::signal_gold(in_transaction, group.tenant);
}

void correct_counts(pg::Connection& in_transaction, const LoteGroup& group, std::int64_t lote_id,
                    const std::string& entity, const EntityCounts& change) {
  in_transaction.query(trusted_sql::correct_counts,
                       {lote_id, entity, group.tenant, group.payload, change.items, change.accepted,
                        change.with_warnings, change.rejected, change.inserted, change.updated,
                        change.superseded, change.children});
}

void note_failure(pg::Connection& idle, control::LogManager& log, const LoteGroup& group,
                  const Error& error) {
  pg::Transaction transaction(idle);
  idle.query("UPDATE lote SET trusted_erro = $2 WHERE id = ANY ($1::bigint[])",
             {pg::integer_array(group.ids()), error.what()});
  std::vector<control::LogEntry> entries;
  for (const std::int64_t id : group.ids()) {
    entries.push_back({.payload = group.payload,
                       .layer = "trusted",
                       .status = control::LogStatus::error,
                       .message = "o lote não pôde ser julgado; ele continua na fila",
                       .details = nlohmann::json{{"erro", error.what()}}.dump(),
                       .lote_id = id});
  }
  log.write(idle, entries);
  transaction.commit();
}

}  // namespace gdo::trusted
