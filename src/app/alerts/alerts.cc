#include "app/alerts/alerts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/connections.h"
#include "app/paging.h"
#include "app/result_json.h"
#include "app/row_ids.h"
#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "control/log_manager.h"
#include "monitor/tables_ready.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kAlerts =
    "SELECT id, status, severidade, tipo, token_cliente, chave, mensagem, detalhes, vezes, "
    "to_char(criado_em, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
    "to_char(visto_em, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM alerta "
    "WHERE ($1::text IS NULL OR status = $1) ORDER BY severidade DESC, visto_em DESC";

enum Column { id, status, severity, kind, tenant, key, message, details, times, first, last };

Json alert_json(const pg::Result& rows, int row) {
  return {{"id", rows.integer(row, id)},
          {"status", rows.text(row, status)},
          {"severidade", rows.text(row, severity)},
          {"tipo", rows.text(row, kind)},
          {"token_cliente", text_or_null(rows, row, tenant)},
          {"chave", rows.text(row, key)},
          {"mensagem", rows.text(row, message)},
          {"detalhes", Json::parse(rows.text(row, details))},
          {"vezes", rows.integer(row, times)},
          {"criado_em", rows.text(row, first)},
          {"visto_em", rows.text(row, last)}};
}

std::string alerts_text(const pg::Result& rows, const Terminal& terminal) {
  Table table({{"id", Align::right},
               {"severity"},
               {"kind"},
               {"tenant"},
               {"message"},
               {"times", Align::right},
               {"last (UTC)"},
               {"status"}});
  for (int row = 0; row < rows.rows(); ++row) {
    const bool bad = rows.text(row, severity) == "erro";
    table.row({std::string(rows.text(row, id)),
               {std::string(rows.text(row, severity)), bad ? Style::bad : Style::warning},
               {std::string(rows.text(row, kind)), Style::accent},
               std::string(rows.text(row, tenant)),
               std::string(rows.text(row, message)),
               count_text(rows.integer(row, times)),
               {day_and_time(rows.text(row, last)), Style::dim},
               std::string(rows.text(row, status))});
  }
  return table.render(terminal);
}

}  // namespace

int list_alerts(const AlertsListRequest& request, Context& context) {
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const std::string status = request.status == "todos" ? "" : request.status;
  const pg::Result rows = connection.query(kAlerts, {given(status)});
  if (request.json) {
    Json alerts = Json::array();
    for (int row = 0; row < rows.rows(); ++row) alerts.push_back(alert_json(rows, row));
    context.print(json_text({{"alertas", alerts}}));
    return 0;
  }
  if (rows.rows() == 0) {
    context.say("no such alerts");
    return 0;
  }
  context.print(alerts_text(rows, context.out()));
  return 0;
}

int acknowledge_alerts(const std::vector<std::string>& words, Context& context) {
  std::vector<std::int64_t> ids = row_ids(words);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const pg::Result rows = connection.query(
      "UPDATE alerta SET status = 'reconhecido', encerrado_em = clock_timestamp(), "
      "encerrado_por = $2 WHERE id = ANY ($1::bigint[]) AND status = 'aberto' RETURNING id",
      {pg::integer_array(ids), this_process().usuario});
  for (int row = 0; row < rows.rows(); ++row) std::erase(ids, rows.integer(row, 0));
  context.print(counted(rows.rows(), "alert") + " acknowledged\n");
  for (const std::int64_t one : ids) {
    context.print(fmt::format("alert {}: there is no open alert of that ID\n", one));
  }
  return ids.empty() ? 0 : 1;
}

}  // namespace gdo::app
