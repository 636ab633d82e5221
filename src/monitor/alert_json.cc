#include "monitor/alert_json.h"

#include "base/translation.h"
#include "embedded/control_sql.h"
#include "monitor/alert_words.h"

namespace gdo::monitor {
namespace {

using Json = nlohmann::ordered_json;

enum AlertColumn {
  kId,
  kStatus,
  kSeverity,
  kKind,
  kTenant,
  kKey,
  kMessage,
  kDetails,
  kTimes,
  kFirst,
  kLast,
  kClosed,
  kTold,
  kReason,
  kClosedBy
};

Json text_or_null_json(const pg::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return nullptr;
  return std::string(rows.text(row, column));
}

Json alert_of(const pg::Result& rows, int row) {
  const AlertAdvice advice = alert_advice(rows.text(row, kKind));
  const Json details = Json::parse(rows.text(row, kDetails));
  Json alert = {{"id", rows.integer(row, kId)},
                {"status", rows.text(row, kStatus)},
                {"severidade", rows.text(row, kSeverity)},
                {"tipo", rows.text(row, kKind)},
                {"token_cliente", text_or_null_json(rows, row, kTenant)},
                {"chave", rows.text(row, kKey)},
                {"mensagem", rows.text(row, kMessage)},
                {"detalhes", details},
                {"vezes", rows.integer(row, kTimes)},
                {"criado_em", rows.text(row, kFirst)},
                {"visto_em", rows.text(row, kLast)},
                {"encerrado_em", text_or_null_json(rows, row, kClosed)},
                {"encerrado_por", text_or_null_json(rows, row, kClosedBy)},
                {"motivo", text_or_null_json(rows, row, kReason)},
                {"avisos", rows.integer(row, kTold)},
                {"causa", advice.cause},
                {"o_que_fazer", advice.what_to_do},
                {"link", "/alertas/" + std::string(rows.text(row, kId))}};
  const auto file = details.find("nome_arquivo");
  if (file != details.end() && file->is_string()) alert["nome_arquivo"] = *file;
  return alert;
}

}  // namespace

bool has_its_tables(pg::Connection& connection, std::string_view sql) {
  constexpr std::string_view kNeeds = "-- requer: ";
  if (!sql.starts_with(kNeeds)) return true;
  sql.remove_prefix(kNeeds.size());
  return connection.query("SELECT to_regclass($1) IS NOT NULL", {sql.substr(0, sql.find('\n'))})
      .boolean(0, 0);
}

std::vector<Json> alerts_json(pg::Connection& connection, const AlertQuery& query) {
  const auto asked = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
  };
  const pg::Result rows =
      connection.query(control_sql::alerts, {query.id, asked(query.status), asked(query.tenant)});
  // As the rest of what is stored.
  const InReadersLanguage stored(Language::portuguese);
  std::vector<Json> alerts;
  for (int row = 0; row < rows.rows(); ++row) alerts.push_back(alert_of(rows, row));
  return alerts;
}

namespace {

std::vector<std::int64_t> changed_ids(const pg::Result& rows) {
  std::vector<std::int64_t> ids;
  for (int row = 0; row < rows.rows(); ++row) ids.push_back(rows.integer(row, 0));
  return ids;
}

}  // namespace

std::vector<std::int64_t> acknowledge_alerts(pg::Connection& connection,
                                             const std::vector<std::int64_t>& ids,
                                             const std::string& who) {
  return changed_ids(
      connection.query(control_sql::acknowledge_alerts, {pg::integer_array(ids), who}));
}

std::vector<std::int64_t> expect_alerts(pg::Connection& connection,
                                        const std::vector<std::int64_t>& ids,
                                        const std::string& who, const std::string& why) {
  return changed_ids(
      connection.query(control_sql::expect_days, {pg::integer_array(ids), who, why}));
}

}  // namespace gdo::monitor
