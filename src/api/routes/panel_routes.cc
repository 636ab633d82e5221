#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/problem.h"
#include "api/query/list_query.h"
#include "api/query/list_sql.h"
#include "api/routes/all_routes.h"
#include "base/translation.h"
#include "base/version.h"
#include "embedded/api_sql.h"
#include "embedded/painel_sql.h"
#include "monitor/alert_words.h"
#include "monitor/layers.h"

namespace gdo::api {
namespace {

constexpr std::chrono::seconds kViewTime{30};
constexpr std::string_view kParameters = "-- parametros:";
constexpr std::string_view kPersonal = "pessoais";
constexpr std::string_view kHouse = "\n-- como: casa\n";
constexpr std::string_view kAlerts = "\n-- alertas: ";

// A query of sql/painel/ and what it takes after the tenant, in order.
struct PanelView {
  std::string name;
  std::vector<std::string> parameters;
  std::vector<std::string> known;  // and what every route takes
  std::string sql;
  bool house = false;  // of what is no tenant's: runs, processes, sizes of tables
  std::string alerts;  // the member that lists alerts; empty = none does
};

std::vector<std::string> names_of(std::string_view line) {
  std::vector<std::string> names;
  std::string name;
  for (const char c : line) {
    if (c != ',' && c != ' ') {
      name += c;
    } else if (!name.empty()) {
      names.push_back(std::exchange(name, {}));
    }
  }
  if (!name.empty()) names.push_back(std::move(name));
  return names;
}

PanelView view_of(const painel_sql::File& file) {
  PanelView view;
  view.name = std::string(file.path.substr(0, file.path.rfind('.')));
  std::replace(view.name.begin(), view.name.end(), '_', '-');
  view.sql = std::string(file.text);
  const std::string_view first = file.text.substr(0, file.text.find('\n'));
  view.parameters = names_of(first.substr(kParameters.size()));
  view.known = view.parameters;
  view.known.emplace_back("cliente");
  view.house = file.text.find(kHouse) != std::string_view::npos;
  const std::size_t alerts = file.text.find(kAlerts);
  if (alerts != std::string_view::npos) {
    const std::string_view name = file.text.substr(alerts + kAlerts.size());
    view.alerts = std::string(name.substr(0, name.find('\n')));
  }
  return view;
}

// A value that PostgreSQL cannot read as what the query wants is the client's mistake.
[[noreturn]] void refuse_value(const Error& error) {
  if (error.sqlstate().starts_with("22")) {
    throw Refused({.code = "parametro_invalido",
                   .detail = said("A parameter has not the form that is expected.")});
  }
  throw;
}

std::string document_of(pg::Connection& connection, const PanelView& view,
                        const std::vector<pg::Param>& values) {
  const pg::Result rows = connection.query(view.sql, values);
  if (rows.rows() == 0 || rows.is_null(0, 0)) refuse_missing();
  return std::string(rows.text(0, 0)) + "\n";
}

std::string document_of(Call& call, const PanelView& view, const std::vector<pg::Param>& values) {
  if (view.house) {
    if (call.caller->tenant != "*") {
      throw Refused(
          {.code = "sem_direito",
           .detail = said("This is of the whole house: only with a key of all tenants.")});
    }
    pg::Connection connection(call.site.loader);
    const ClientLink::Watch watch(call.client(), connection);
    connection.execute("BEGIN READ ONLY; SET LOCAL statement_timeout = '30s'");
    return document_of(connection, view, values);
  }
  Session session(call.site.pool, call, kViewTime);
  return document_of(session.connection(), view, values);
}

// What alerts say is written in one place, for the terminal, for messages and for pages.
Response with_alert_words(const Request& request, const std::string& member,
                          const std::string& text) {
  const bool english = wants_english(request.header("accept-language"));
  const InReadersLanguage reader(english ? Language::english : Language::portuguese);
  nlohmann::ordered_json document = nlohmann::ordered_json::parse(text);
  for (nlohmann::ordered_json& alert : document.at(member)) monitor::add_words(alert);
  Response response = json_response(document);
  response.set("Content-Language", english ? "en" : "pt-BR");
  return response;
}

Response panel_answer(Call& call, const PanelView& view) {
  refuse_unknown_parameters(call.request, view.known);
  std::vector<pg::Param> values{call.tenant};
  for (const std::string& name : view.parameters) {
    if (name != kPersonal) {
      values.emplace_back(call.request.parameter(name).value_or(""));
    } else {
      if (call.in_clear) note_disclosure(call, call.request.path);
      values.emplace_back(call.in_clear ? "1" : "");
    }
  }
  try {
    std::string document = document_of(call, view, values);
    if (!view.alerts.empty()) return with_alert_words(call.request, view.alerts, document);
    return text_response(200, "application/json", std::move(document));
  } catch (const Error& error) {
    refuse_value(error);
  }
}

nlohmann::ordered_json iso_time(const std::optional<std::int64_t>& micros,
                                pg::Connection& connection) {
  if (!micros) return nullptr;
  const pg::Result row = connection.query(api_sql::iso_time, {*micros});
  return std::string(row.text(0, 0));
}

// What waits in the lake: the one part of the overview that no table knows.
Response backlog_answer(Call& call) {
  Session session(call.site.pool, call, kViewTime);
  const std::unique_ptr<store::ObjectStore> lake = call.site.open_lake();
  const monitor::Backlog backlog = monitor::backlog(session.connection(), *lake, call.site.catalog,
                                                    {.default_tenant = {}, .tenant = call.tenant});
  nlohmann::ordered_json waiting = nlohmann::ordered_json::array();
  for (const monitor::PendingFiles& files : backlog.pending) {
    waiting.push_back({{"tipo_payload", files.payload},
                       {"arquivos", files.files},
                       {"bytes", files.bytes},
                       {"mais_antigo", iso_time(files.oldest_us, session.connection())}});
  }
  return json_response({{"pendentes", std::move(waiting)},
                        {"em_carga", backlog.loading},
                        {"a_mover", backlog.a_mover},
                        {"sem_cliente", backlog.without_tenant}});
}

Response settings_answer(const std::vector<config::SettingOrigin>& settings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const config::SettingOrigin& setting : settings) {
    list.push_back({{"nome", setting.name}, {"valor", setting.value}, {"de", setting.origin}});
  }
  return json_response({{"versao", kVersion}, {"ajustes", std::move(list)}});
}

Route panel_route(std::string_view name, std::string summary) {
  Route route;
  route.method = "GET";
  route.path = fmt::format("/api/v1/painel/{}", name);
  route.summary = std::move(summary);
  route.lane = Lane::slow;
  route.may = is_operator;
  return route;
}

}  // namespace

std::vector<Route> panel_routes(std::vector<config::SettingOrigin> settings) {
  std::vector<Route> routes;
  for (const painel_sql::File& file : painel_sql::files()) {
    const PanelView view = view_of(file);
    Route route = panel_route(view.name, "o que o painel mostra: " + view.name);
    for (const std::string& name : view.parameters)
      route.parameters.push_back({name, "string", ""});
    route.answer = [view](Call& call) { return panel_answer(call, view); };
    routes.push_back(std::move(route));
  }
  routes.push_back(panel_route("fila", "o que espera em pending/"));
  routes.back().answer = backlog_answer;
  routes.push_back(panel_route("ajustes", "os ajustes em vigor, sem segredos"));
  routes.back().answer = [settings = std::move(settings)](Call&) {
    return settings_answer(settings);
  };
  return routes;
}

}  // namespace gdo::api
