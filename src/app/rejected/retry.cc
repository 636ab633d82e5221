#include "raw/retry.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "app/arguments.h"
#include "app/connections.h"
#include "app/migrate/command.h"
#include "app/rejected/command.h"
#include "base/error.h"
#include "base/outside_text.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "control/log_manager.h"
#include "control/presence.h"
#include "embedded/control_sql.h"
#include "monitor/data_tables.h"
#include "trusted/replay.h"

namespace gdo::app {
namespace {

// Open rejections of one layer that are meant.
std::vector<std::int64_t> open_ids(pg::Connection& connection, RejectedFilter filter,
                                   const std::vector<std::int64_t>& chosen, const char* layer) {
  if (!filter.layer.empty() && filter.layer != layer) return {};
  filter.layer = layer;
  filter.status = "aberto";
  std::vector<pg::Param> params = filter_params(filter);
  params.emplace_back(pg::integer_array(chosen));
  const auto found = connection.query(
      std::string("SELECT r.id FROM registro_rejeitado r WHERE ") + kRejectedWhere +
          " AND (cardinality($6::bigint[]) = 0 OR r.id = ANY ($6::bigint[])) "
          "ORDER BY r.id",
      params);
  std::vector<std::int64_t> ids;
  for (int row = 0; row < found.rows(); ++row) ids.push_back(found.integer(row, 0));
  return ids;
}

std::string summary(const char* layer, std::int64_t examined, std::int64_t corrected) {
  return trf("{}: {} judged again, {} accepted now, {} still rejected\n", layer,
             counted(examined, "rejection", "rejections"), count_text(corrected),
             count_text(examined - corrected));
}

}  // namespace

int retry_rejected(const RejectedRetryRequest& request, Context& context) {
  const std::vector<std::int64_t> chosen =
      request.ids.empty() ? std::vector<std::int64_t>() : row_ids(request.ids);
  const RejectedFilter filter = resolved(request.filter, context);
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  const control::Presence presence(database(context), lease_of(context.settings()));
  const pg::ConnectOptions& server = presence.database();
  pg::Connection connection(server);
  migrate_tables(connection, catalog, models_in_use(context.settings(), catalog));
  control::LogManager log(control::this_process());
  const raw::RetryCounts raw =
      raw::retry_rejected(connection, catalog, open_ids(connection, filter, chosen, "raw"), log);
  const trusted::RetryCounts trusted = trusted::retry_rejected(
      server, catalog, open_ids(connection, filter, chosen, "trusted"), log);
  if (request.json) {
    const nlohmann::ordered_json document = {
        {"raw",
         {{"examinados", raw.examined},
          {"corrigidos", raw.corrected},
          {"sem_conserto", raw.broken}}},
        {"trusted", {{"examinados", trusted.examined}, {"corrigidos", trusted.corrected}}}};
    context.print(document.dump(2) + "\n");
    return 0;
  }
  context.print(summary("raw", raw.examined, raw.corrected));
  if (raw.broken > 0) {
    context.print(
        trf("  {} of them broken as JSON or over a limit: only a new delivery "
            "fixes those\n",
            count_text(raw.broken)));
  }
  context.print(summary("trusted", trusted.examined, trusted.corrected));
  if (raw.corrected + trusted.corrected > 0)
    context.say(tr("`gdo run` takes them on to the next layers"));
  return 0;
}

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
    const std::string reason = known == status_of.end() ? tr("there is no such rejection")
                                                        : trf("it is {}", known->second);
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
  const pg::Result rows =
      connection.query(control_sql::discard_rejections,
                       {pg::integer_array(ids), log.identity().user, request.why, std::nullopt});
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
