#include "api/problem.h"
#include "api/query/list_sql.h"
#include "api/query/row_values.h"
#include "api/routes/all_routes.h"
#include "base/calendar.h"
#include "export/row_format.h"
#include "export/trace_rows.h"

namespace gdo::api {
namespace {

constexpr std::chrono::seconds kRecallTime{300};
constexpr std::size_t kRowsAtOnce = 1000;

[[noreturn]] void refuse_recall(std::string_view parameter, Text detail) {
  throw Refused({.code = "parametro_invalido",
                 .detail = std::move(detail),
                 .parameter = std::string(parameter)});
}

bool is_asked(const Request& request, const char* name) {
  const std::string text = request.parameter(name).value_or("0");
  if (text != "0" && text != "1") {
    refuse_recall(name, saidf("{} wants 0 or 1.", name));
  }
  return text == "1";
}

std::string given_day(const Request& request, const char* name) {
  std::string day = request.parameter(name).value_or("");
  if (!day.empty() && !is_iso_date(day)) {
    refuse_recall(name, saidf("{} wants a day, 2025-01-27.", name));
  }
  return day;
}

trace::RecallRequest asked_recall(const Call& call) {
  const Request& request = call.request;
  refuse_unknown_parameters(
      request, {"chave", "sem", "desde", "validas_em", "todas", "cliente", "pessoais"});
  trace::RecallRequest recall;
  recall.tenant = call.tenant;
  recall.key = request.parameter("chave").value_or("");
  recall.without = is_asked(request, "sem");
  recall.since = given_day(request, "desde");
  recall.valid_on = given_day(request, "validas_em");
  if (recall.key.empty()) {
    refuse_recall("chave", said("Say chave=fazenda:CAR, lote:PLANT/DAY/LOT or animal:ID."));
  }
  if (!recall.since.empty() && !recall.without) {
    refuse_recall("desde", said("desde goes with sem=1."));
  }
  if (is_asked(request, "todas") && !recall.valid_on.empty()) {
    refuse_recall("todas", said("todas and validas_em are two things; say one."));
  }
  return recall;
}

trace::Recall found_recall(const Call& call, trace::RecallRequest request) {
  Session session(call.site.pool, call, kRecallTime);
  const bool all = call.request.parameter("todas").value_or("0") == "1";
  if (!all && request.valid_on.empty()) {
    request.valid_on = trace::plants_today(session.connection());
  }
  try {
    return trace::recall_within(session.connection(), request);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config) throw;
    refuse_recall("chave", said("The key names no one thing to recall: fazenda:CAR or document, "
                                "lote:PLANT/DAY/LOT, animal:PLANT/DAY/NUMBER."));
  }
}

void write_table(const trace::Recall& recall, bool personal, const exports::RowFormat& format,
                 BodyWriter& writer) {
  exports::RecallRows rows(recall, personal);
  std::string piece;
  format.append_head(piece);
  for (std::size_t i = 0; i < recall.boxes.size(); ++i) {
    format.append_row(rows.row(i), i == 0, piece);
    if (i % kRowsAtOnce != kRowsAtOnce - 1) continue;
    if (!writer.write(piece)) return;
    piece.clear();
  }
  static_cast<void>(writer.write(piece));
}

// The boxes are in memory, and the database connection free, before the first byte leaves.
Response recall_answer(Call& call) {
  trace::RecallRequest request = asked_recall(call);
  const ListFormat format = asked_format(call.request.header("accept"));
  if (call.in_clear) note_disclosure(call, "recall");
  const auto recall = std::make_shared<trace::Recall>(found_recall(call, std::move(request)));
  Response response;
  if (format == ListFormat::csv || format == ListFormat::excel) {
    response.set("Content-Type", std::string(csv_type(format)));
    response.set("Content-Disposition", "attachment; filename=\"recall.csv\"");
    response.stream = [recall, format, personal = call.in_clear](BodyWriter& writer) {
      if (format == ListFormat::excel) {
        write_table(*recall, personal, ExcelFormat(exports::recall_table()), writer);
      } else {
        write_table(*recall, personal, exports::CsvFormat(exports::recall_table()), writer);
      }
    };
    return response;
  }
  response.set("Content-Type", "application/json");
  response.stream = [recall, personal = call.in_clear](BodyWriter& writer) {
    trace::write_recall_json(*recall, personal,
                             [&writer](std::string_view piece) { return writer.write(piece); });
  };
  return response;
}

}  // namespace

std::vector<Route> recall_routes() {
  Route route;
  route.method = "GET";
  route.path = "/api/v1/recall";
  route.summary = "todas as caixas em que uma fazenda, um lote ou um animal pode estar";
  route.lane = Lane::slow;
  route.may = is_operator;
  route.answer = recall_answer;
  route.types = {"application/json", "text/csv"};
  route.parameters = {
      {"chave", "string", "fazenda:CAR ou documento, lote:UNIDADE/DIA/LOTE, animal:ID"},
      {"sem", "string", "1: também o que deixaria de ser rastreável sem ela"},
      {"desde", "string", "com sem=1: só o abate deste dia em diante"},
      {"validas_em", "string", "caixas que valem neste dia ou depois; sem ela, hoje"},
      {"todas", "string", "1: também as vencidas"},
      {"pessoais", "string", "1: clientes que são pessoas, sem máscara, com registro"}};
  route.members = {{"chave", "string", "como foi pedida"},
                   {"token_cliente", "string", ""},
                   {"validas_em", "string?", ""},
                   {"lotes", "integer", ""},
                   {"ordens", "integer", ""},
                   {"exato", "object", "caixas, kg, vendas, clientes: provados pelos quartos"},
                   {"maximo", "object", "o mesmo, de toda ordem que recebeu um dos lotes"},
                   {"deixam", "object", "com sem=1: caixas e kg"},
                   {"caixas", "array", "uma a uma, com a venda"}};
  return {route};
}

}  // namespace gdo::api
