#include "monitor/alert_json.h"

#include <array>
#include <utility>

#include "base/translation.h"
#include "embedded/alertas_sql.h"
#include "embedded/control_sql.h"

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

// In English, as gettext names them.
struct Advice {
  const char* cause;
  const char* what_to_do;
};

constexpr std::array<std::pair<std::string_view, Advice>, 19> kAdvice = {{
    {"arquivo_com_erro",
     {tr_later("the file could not be read: malformed JSON, empty or cut; nothing of it is loaded"),
      tr_later("ask the sender for the file again, or fix it in error/ and run gdo files retry")}},
    {"arquivo_parado",
     {tr_later("a process took the file and did not finish it, or it could not be moved"),
      tr_later("see gdo files list --status reservado and the lake's permissions; gdo run takes "
               "the work up again")}},
    {"execucao_com_erro",
     {tr_later("a layer stopped before its end"),
      tr_later("see the run's log, then gdo run again")}},
    {"execucao_parada",
     {tr_later("a gdo run --watch cannot work and tries again"),
      tr_later("the details say why; run gdo doctor on that machine")}},
    {"nome_no_futuro",
     {tr_later("the file's name says a time after the file's own"),
      tr_later("set the clock or the name where it is made; the name's time was not used")}},
    {"modelo_bloqueado",
     {tr_later("a check of the service model failed; the rows of before stay"),
      tr_later("correct the data of the keys named and run gdo run service")}},
    {"modelo_aviso",
     {tr_later("a check found strange rows, which were published"),
      tr_later("look at the keys named with gdo trace")}},
    {"limite_rejeicao",
     {tr_later("a file is over the contract's rejection limit; nothing of it is published"),
      tr_later("see gdo rejected list; once it is corrected, gdo rejected retry")}},
    {"canal_mudo",
     {tr_later("an alert channel has taken nothing for more than a minute"),
      tr_later("look at its address and the network; gdo alerts test tries again")}},
    {"nada_chegou",
     {tr_later("nothing came by the hour by which it always came"),
      tr_later("ask the plant whether it slaughtered; on a day off, gdo alerts expect ID")}},
    {"cliente_em_silencio",
     {tr_later("nothing of the tenant came today"),
      tr_later("look at what the tenant sends; on a day off, gdo alerts expect ID")}},
    {"volume_fora_da_faixa",
     {tr_later("the day's volume is far from what was expected"),
      tr_later("see whether files are missing: gdo untraced --day")}},
    {"duracao_fora_da_faixa",
     {tr_later("loading a record took far longer than expected"),
      tr_later("look at the server's load and gdo status")}},
    {"rejeicao_fora_da_faixa",
     {tr_later("the rejected part of the day is far from what was expected"),
      tr_later("see gdo rejected list: the rule that grew says what changed at the source")}},
    {"rendimento_fora_da_faixa",
     {tr_later("the deboning yield is far from what was expected"),
      tr_later("look at the plant's orders and boxes: gdo untraced --plant, the balance of mass")}},
    {"teste",
     {tr_later("a test of the alert channel"),
      tr_later("nothing: if you read this, the channel works")}},
    {"massa_fora_do_balanco",
     {tr_later("the boxes of a day of deboning weigh more than the quarters that went in"),
      tr_later("look at the plant's orders and boxes of that day: a file of desossa is missing, or "
               "there are boxes of another plant")}},
    {"livros_fora_do_balanco",
     {tr_later("the books of a lote are not the sum of the books of its files"),
      tr_later("run gdo audit; what it says of this lote is a defect: keep the log and tell who "
               "maintains gdo")}},
    {"deriva",
     {tr_later("the data changed its shape"),
      tr_later("look at the contract with the sender: gdo contract show")}},
}};
constexpr Advice kOtherwise = {tr_later("see the message and the details"),
                               tr_later("see gdo alerts show and the run's log")};

Advice english_advice(std::string_view kind) {
  for (const auto& [name, advice] : kAdvice) {
    if (name == kind) return advice;
  }
  return kOtherwise;
}

// Stored texts, and those that channels send, are Portuguese.
std::string_view in_portuguese(const char* text) {
  const char* const found = portuguese_catalogue().find(text);
  return found == nullptr ? text : found;
}

Json text_or_null_json(const pg::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return nullptr;
  return std::string(rows.text(row, column));
}

Json alert_of(const pg::Result& rows, int row) {
  const AlertAdvice advice = advice_of(rows.text(row, kKind));
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
                {"causa", advice.causa},
                {"o_que_fazer", advice.what_to_do},
                {"link", "/alertas/" + std::string(rows.text(row, kId))}};
  const auto file = details.find("nome_arquivo");
  if (file != details.end() && file->is_string()) alert["nome_arquivo"] = *file;
  return alert;
}

}  // namespace

AlertAdvice advice_of(std::string_view kind) {
  const Advice advice = english_advice(kind);
  return {in_portuguese(advice.cause), in_portuguese(advice.what_to_do)};
}

AlertAdvice advice_for_reader(std::string_view kind) {
  const Advice advice = english_advice(kind);
  return {tr(advice.cause), tr(advice.what_to_do)};
}

bool has_its_tables(pg::Connection& connection, std::string_view sql) {
  constexpr std::string_view kNeeds = "-- requer: ";
  if (!sql.starts_with(kNeeds)) return true;
  sql.remove_prefix(kNeeds.size());
  return connection.query("SELECT to_regclass($1) IS NOT NULL", {sql.substr(0, sql.find('\n'))})
      .boolean(0, 0);
}

std::string alert_sql(std::string_view path) {
  for (const auto& file : alertas_sql::files()) {
    if (file.path == path) return std::string(file.text);
  }
  throw Error(ErrorKind::internal, "there is no statement " + std::string(path));
}

std::vector<Json> alerts_json(pg::Connection& connection, const AlertQuery& query) {
  const auto asked = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
  };
  const pg::Result rows =
      connection.query(control_sql::alerts, {query.id, asked(query.status), asked(query.tenant)});
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
