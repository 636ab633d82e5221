#include "trusted/drift_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "embedded/trusted_sql.h"
#include "judge/drift_report.h"

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

}  // namespace

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

}  // namespace gdo::trusted
