#include <fmt/format.h>

#include "api/problem.h"
#include "api/query/list_sql.h"
#include "api/query/row_values.h"
#include "api/routes/all_routes.h"
#include "base/calendar.h"
#include "base/outside_text.h"
#include "base/version.h"
#include "control/log_manager.h"
#include "embedded/control_sql.h"
#include "raw/retry.h"
#include "trace/untraced.h"
#include "trusted/replay.h"

namespace gdo::api {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kActionTime{30};
constexpr std::chrono::seconds kWorklistTime{120};
constexpr std::size_t kLongestReason = 2000;

std::int64_t id_of(const Call& call) {
  const exports::ExportedColumn number = {
      .name = "id", .type = "bigint", .kind = exports::ValueKind::number};
  if (!column_value(number, call.args.front())) refuse_missing();
  return std::stoll(call.args.front());
}

std::string who(const Call& call) { return fmt::format("api:{}", call.caller->id); }

std::string reason_of(const Request& request) {
  const Json document = Json::parse(request.body.text(), nullptr, false);
  const bool given =
      document.is_object() && document.contains("motivo") && document["motivo"].is_string();
  const std::string reason = given ? document["motivo"].get<std::string>() : "";
  const bool fits = reason.find_first_not_of(" \t\r\n") != std::string::npos &&
                    reason.size() <= kLongestReason && is_storable_text(reason);
  if (fits) return reason;
  throw Refused({.code = "documento_invalido",
                 .detail = said("The body is {\"motivo\": \"…\"}, with the reason."),
                 .parameter = "motivo"});
}

// The row is there but has ended already, or it is not there.
[[noreturn]] void refuse_ended(pg::Connection& connection, const Call& call, const char* table,
                               std::int64_t id) {
  const pg::Result found =
      connection.query(fmt::format(control_sql::status_of, table), {id, call.tenant});
  if (found.rows() == 0) refuse_missing();
  Problem problem = {.code = "conflito", .detail = said("It has ended already.")};
  problem.more["situacao"] = found.text(0, 0);
  throw Refused(std::move(problem));
}

Response end_alert(Call& call, const char* status, bool with_reason) {
  refuse_unknown_parameters(call.request, {"cliente"});
  const std::int64_t id = id_of(call);
  const std::string reason = with_reason ? reason_of(call.request) : "";
  Session session(call.site.pool, call, kActionTime, Session::Mode::write);
  const pg::Result ended =
      session.connection().query(control_sql::end_alert, {id, call.tenant, status, who(call)});
  if (ended.rows() == 0) refuse_ended(session.connection(), call, "alerta", id);
  const control::RunIdentity identity = control::this_process();
  const Json details = {{"alerta_id", id}, {"motivo", reason}, {"chave_api", call.caller->id}};
  session.connection().query(
      control_sql::note_action,
      {std::nullopt, "service", std::nullopt,
       with_reason ? "alerta esperado" : "alerta reconhecido", details.dump(), who(call),
       identity.hostname, kVersion, std::nullopt, call.tenant});
  session.commit();
  return json_response({{"id", id}, {"status", status}});
}

Response discard(Call& call) {
  refuse_unknown_parameters(call.request, {"cliente"});
  const std::int64_t id = id_of(call);
  const std::string reason = reason_of(call.request);
  Session session(call.site.pool, call, kActionTime, Session::Mode::write);
  const std::vector<std::int64_t> ids = {id};
  const pg::Result row = session.connection().query(
      control_sql::discard_rejections, {pg::integer_array(ids), who(call), reason, call.tenant});
  if (row.rows() == 0) refuse_ended(session.connection(), call, "registro_rejeitado", id);
  const control::RunIdentity identity = control::this_process();
  const Json details = {{"registro_rejeitado_id", id}, {"motivo", reason}};
  session.connection().query(
      control_sql::note_action,
      {row.text(0, 1), row.text(0, 2), row.text(0, 3),
       "registro rejeitado descartado pelo operador", details.dump(), who(call), identity.hostname,
       kVersion, row.integer(0, 4), call.tenant});
  session.commit();
  return json_response({{"id", id}, {"status", "descartado"}});
}

std::string status_of(const Call& call, std::int64_t id, std::string& layer) {
  Session session(call.site.pool, call, kActionTime);
  const pg::Result row = session.connection().query(
      "SELECT camada, status FROM registro_rejeitado WHERE id = $1 AND token_cliente = $2",
      {id, call.tenant});
  if (row.rows() == 0) refuse_missing();
  layer = std::string(row.text(0, 0));
  return std::string(row.text(0, 1));
}

// Rows are written as who loads, not as who asks; the caller saw the row under row level security.
Response retry(Call& call) {
  refuse_unknown_parameters(call.request, {"cliente"});
  const std::int64_t id = id_of(call);
  std::string layer;
  if (status_of(call, id, layer) != "aberto") {
    Session session(call.site.pool, call, kActionTime);
    refuse_ended(session.connection(), call, "registro_rejeitado", id);
  }
  control::LogManager log(control::this_process());
  std::int64_t corrected = 0;
  if (layer == "raw") {
    pg::Connection loader(call.site.loader);
    corrected = raw::retry_rejected(loader, call.site.catalog, {id}, log).corrected;
  } else {
    corrected = trusted::retry_rejected(call.site.loader, call.site.catalog, {id}, log).corrected;
  }
  return json_response({{"id", id},
                        {"corrigido", corrected > 0},
                        {"status", corrected > 0 ? "corrigido" : "aberto"}});
}

Response worklist(Call& call) {
  refuse_unknown_parameters(call.request, {"dia", "unidade", "cliente"});
  const std::string day = call.request.parameter("dia").value_or("");
  if (!day.empty() && !is_iso_date(day)) {
    throw Refused({.code = "parametro_invalido",
                   .detail = said("dia wants a day, 2025-01-27."),
                   .parameter = "dia"});
  }
  Session session(call.site.pool, call, kWorklistTime);
  const auto untraced = trace::untraced(
      session.connection(), {call.tenant, day, call.request.parameter("unidade").value_or("")});
  return json_response(trace::untraced_json(untraced));
}

Route action(std::string path, std::string summary, std::function<Response(Call&)> answer) {
  Route route;
  route.method = "POST";
  route.path = std::move(path);
  route.summary = std::move(summary);
  route.lane = Lane::slow;
  route.may = is_operator;
  route.answer = std::move(answer);
  route.body_limit = 64U << 10U;
  route.body_types = {"application/json"};
  route.members = {{"id", "integer", ""}, {"status", "string", "o que é agora"}};
  return route;
}

}  // namespace

std::vector<Route> operator_routes() {
  Route pending;
  pending.method = "GET";
  pending.path = "/api/v1/pendencias";
  pending.summary = "caixas não rastreáveis: por quê, e a menor coisa que falta";
  pending.lane = Lane::slow;
  pending.may = is_operator;
  pending.answer = worklist;
  pending.parameters = {{"dia", "string", "dt_producao"}, {"unidade", "string", "nº SIF"}};
  pending.members = {{"dia", "string?", ""},
                     {"caixas", "integer", ""},
                     {"rastreaveis", "integer", ""},
                     {"causas", "array", "motivo, caixas, kg, falta"}};
  return {pending,
          action("/api/v1/rejeitados/{id}/descarte", "encerra uma rejeição, com o motivo", discard),
          action("/api/v1/rejeitados/{id}/nova-tentativa", "julga de novo com os contratos de hoje",
                 retry),
          action("/api/v1/alertas/{id}/ciente", "alguém cuida do alerta",
                 [](Call& call) { return end_alert(call, "reconhecido", false); }),
          action("/api/v1/alertas/{id}/esperado", "o alerta era esperado, com o motivo",
                 [](Call& call) { return end_alert(call, "resolvido", true); })};
}

}  // namespace gdo::api
