#include "app/rejected/discard.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "app/connections.h"
#include "app/row_ids.h"
#include "app/terminal/quantities.h"
#include "base/error.h"
#include "base/stored_text.h"
#include "base/translation.h"
#include "control/log_manager.h"
#include "embedded/control_sql.h"
#include "monitor/tables_ready.h"

namespace gdo::app {
namespace {

control::LogEntry log_entry(const pg::Result& rows, int row, const std::string& why) {
  return {
      .payload = std::string(rows.text(row, 1)),
      .layer = std::string(rows.text(row, 2)),
      .file_name = std::string(rows.text(row, 3)),
      .status = control::LogStatus::success,
      .message = "registro rejeitado descartado pelo operador",
      .details =
          nlohmann::json{{"registro_rejeitado_id", rows.integer(row, 0)}, {"motivo", why}}.dump(),
      .lote_id = rows.integer(row, 4)};
}

// Why those were left alone.
void report_refused(pg::Connection& connection, const std::vector<std::int64_t>& refused,
                    Context& context) {
  const pg::Result rows =
      connection.query("SELECT id, status FROM registro_rejeitado WHERE id = ANY ($1::bigint[])",
                       {pg::integer_array(refused)});
  std::map<std::int64_t, std::string> status_of;
  for (int row = 0; row < rows.rows(); ++row) {
    status_of[rows.integer(row, 0)] = std::string(rows.text(row, 1));
  }
  for (const std::int64_t id : refused) {
    const auto known = status_of.find(id);
    const std::string reason =
        known == status_of.end() ? "there is no such rejection" : "it is " + known->second;
    context.print(trf("rejection {}: {}\n", id, reason));
  }
}

}  // namespace

int discard_rejected(const RejectedDiscardRequest& request, Context& context) {
  const std::vector<std::int64_t> ids = row_ids(request.ids);
  if (!is_storable_text(request.why)) {
    throw Error(ErrorKind::config, tr("the reason (--why) must be text in UTF-8"));
  }
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  control::LogManager log(control::this_process());
  pg::Transaction transaction(connection);
  const pg::Result rows = connection.query(
      control_sql::discard_rejections, {pg::integer_array(ids), log.identity().user, request.why});
  std::vector<control::LogEntry> entries;
  std::vector<std::int64_t> refused = ids;
  for (int row = 0; row < rows.rows(); ++row) {
    entries.push_back(log_entry(rows, row, request.why));
    std::erase(refused, rows.integer(row, 0));
  }
  log.write(connection, entries);
  transaction.commit();
  context.print(trf("{} discarded\n", counted(rows.rows(), "rejection", "rejections")));
  if (refused.empty()) return 0;
  report_refused(connection, refused, context);
  return 1;
}

}  // namespace gdo::app
