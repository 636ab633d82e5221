#include "app/doctor/database_checks.h"

#include <fmt/format.h>

#include "app/connections.h"
#include "app/migrate/schema_run.h"
#include "app/models_in_use.h"
#include "app/terminal/quantities.h"
#include "app/work_database.h"
#include "base/error.h"
#include "base/translation.h"
#include "config/connection_string.h"
#include "contract/reader/catalog_loader.h"
#include "embedded/app_sql.h"
#include "monitor/layers.h"
#include "pg/cluster/private_cluster.h"
#include "pg/cluster/server_programs.h"
#include "pg/own_session.h"

namespace gdo::app {
namespace {

using Level = Finding::Level;

constexpr int kOldestServer = 140000;

Finding fine(std::string text) { return {"database", Level::fine, std::move(text)}; }

Finding broken(std::string text, std::string advice, ErrorKind kind) {
  return {"database", Level::broken, std::move(text), std::move(advice), exit_code(kind)};
}

Findings check_not_created(const config::Settings& settings) {
  const pg::ServerPrograms programs = pg::find_server_programs();
  return {
      {"database", Level::remark,
       trf("private PostgreSQL {} in {}: not created yet", programs.major, settings.home.string()),
       tr("the first run creates it, or `gdo pg start`")}};
}

Finding check_version(pg::Connection& connection) {
  const pg::Result row = connection.query(app_sql::server_version);
  const std::string text =
      trf("PostgreSQL {}, database {}, user {}, {}", row.text(0, 0), row.text(0, 3), row.text(0, 4),
          row.boolean(0, 5) ? tr("encrypted") : tr("not encrypted"));
  if (row.integer(0, 1) < kOldestServer) {
    return broken(text, tr("gdo needs PostgreSQL 14 or newer"), ErrorKind::config);
  }
  if (row.text(0, 2) != "UTF8") {
    return broken(trf("{}: its encoding is {}", text, row.text(0, 2)),
                  tr("create the database with ENCODING 'UTF8'"), ErrorKind::config);
  }
  return fine(text);
}

Findings check_rights(pg::Connection& connection) {
  Findings findings;
  const pg::Result row = connection.query(app_sql::schema_rights);
  if (row.is_null(0, 3) || !row.boolean(0, 0)) {
    findings.push_back(broken(tr("this user may not create tables"),
                              tr("GRANT CREATE ON SCHEMA public to it, or make it the owner"),
                              ErrorKind::config));
  }
  if (row.boolean(0, 1)) {
    findings.push_back(broken(tr("the server is a read-only standby"),
                              tr("point DB_HOST at the primary"), ErrorKind::config));
  }
  if (row.boolean(0, 4) && !row.boolean(0, 1)) {
    findings.push_back(broken(tr("this user may only read: default_transaction_read_only is on"),
                              tr("set it off for the database and the user"), ErrorKind::config));
  }
  if (!row.boolean(0, 2)) {
    findings.push_back({"database", Level::remark, tr("fsync is off: a power cut may lose data"),
                        "set fsync = on"});
  }
  return findings;
}

// Also whether the program is as new as the database, and the contracts fit the tables.
Finding check_tables(pg::Connection& connection, Context& context) {
  try {
    const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
    const gold::Models models = models_in_use(context.settings(), catalog);
    const auto steps = static_cast<std::int64_t>(plan_tables(connection, catalog, models).size());
    if (steps == 0) return fine(tr("the tables are up to date"));
    return {"database", Level::remark, trf("the tables lack {}", counted(steps, "step", "steps")),
            tr("the next run makes them, or `gdo migrate`; --plan shows them")};
  } catch (const Error& error) {
    return broken(error.what(), "", error.kind());
  }
}

// What the ledger says of files that are in no table. Before the tables are there: nothing.
Findings check_files(pg::Connection& connection) {
  const bool ready = connection.query(app_sql::has_version_columns).boolean(0, 0);
  if (!ready) return {};
  const monitor::FileTroubles troubles = monitor::file_troubles(connection, "");
  Findings findings;
  if (troubles.broken > 0) {
    findings.push_back(
        {"files", Level::remark,
         trf("{} broken, in error/", counted(troubles.broken, "file", "files")),
         tr("see `gdo files list --status erro`; mend them, then `gdo files retry`")});
  }
  if (troubles.refused > 0) {
    findings.push_back({"files", Level::remark,
                        trf("{} refused whole, over the contract's rejection limit",
                            counted(troubles.refused, "file", "files")),
                        tr("see `gdo alerts list`")});
  }
  return findings;
}

Findings check_server(Context& context) {
  const pg::ConnectOptions server = database(context);
  pg::require_own_session(server);
  pg::Connection connection(server);
  Findings findings = {check_version(connection)};
  for (Finding& finding : check_rights(connection)) findings.push_back(std::move(finding));
  findings.push_back(check_tables(connection, context));
  for (Finding& finding : check_files(connection)) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace

Findings check_database(Context& context) {
  const config::Settings& settings = context.settings();
  try {
    if (settings.db.host.empty()) {
      refuse_half_settings(context.loaded_settings());
      const pg::PrivateCluster cluster(settings.home);
      if (cluster.status().state == pg::ClusterStatus::State::never_created) {
        return check_not_created(settings);
      }
    }
    return check_server(context);
  } catch (const Error& error) {
    const std::string advice =
        settings.db.host.empty()
            ? std::string(tr("see `gdo pg status` for its log"))
            : std::string(
                  tr("check DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD and DB_SSLMODE"));
    return {broken(error.what(), advice, error.kind())};
  }
}

}  // namespace gdo::app
