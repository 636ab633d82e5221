#include "app/migrate/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "api/bi_login.h"
#include "api/rights.h"
#include "app/connections.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "control/presence.h"
#include "gold/schema.h"
#include "pg/connection.h"
#include "raw/schema.h"
#include "trusted/schema.h"

namespace gdo::app {
namespace {

// SQL that psql takes as it is; nothing at all when there is nothing to do.
std::string plan_text(const std::vector<pg::SchemaStep>& steps) {
  std::string text;
  for (const pg::SchemaStep& step : steps) {
    text += fmt::format("-- {}\n{}", step.name, step.sql);
    if (!text.ends_with('\n')) text += '\n';
    text += '\n';
  }
  return text;
}

void say_statements(const std::vector<std::string>& statements, Context& context) {
  for (const std::string& sql : statements) context.say("  " + sql + ";");
}

// What could not be made, and the SQL for whoever may.
void report_rights(const api::RightsReport& rights, Context& context) {
  if (!rights.refused.empty()) {
    context.say(
        tr("this login may not make these; have a superuser run them, then run gdo migrate again "
           "(without them gdo loads as before, but `gdo serve` and BI logins cannot read):"));
    say_statements(rights.refused, context);
  }
  if (!rights.postponed.empty()) {
    context.say(tr("the tables are in use; run gdo migrate again for these:"));
    say_statements(rights.postponed, context);
  }
}

// The role of `gdo serve` is of no use elsewhere than on our own server before it has one.
void give_password(pg::Connection& connection, const api::RightsReport& rights, Context& context) {
  const config::DatabaseSettings& db = context.settings().db;
  const bool made = std::any_of(rights.done.begin(), rights.done.end(), [](const auto& sql) {
    return sql.starts_with("CREATE ROLE gdo_api ");
  });
  if (!made || db.host.empty()) return;
  if (db.api_password.empty()) {
    context.say(tr("role gdo_api has no password yet: in psql, \\password gdo_api"));
    return;
  }
  connection.execute(fmt::format("ALTER ROLE gdo_api PASSWORD '{}'",
                                 api::scram_verifier(db.api_password.reveal())));
}

int migrate(bool plan_only, Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  const gold::Models models = models_in_use(context.settings(), catalog);
  if (plan_only) {
    pg::Connection connection(database(context));
    const std::vector<pg::SchemaStep> steps = plan_tables(connection, catalog, models);
    context.print(plan_text(steps));
    context.say(steps.empty()
                    ? std::string(tr("the tables are up to date"))
                    : trf("{} to do: gdo migrate",
                          counted(static_cast<std::int64_t>(steps.size()), "step", "steps")));
    return 0;
  }
  const control::Presence presence(database_to_fill(context), lease_of(context.settings()));
  pg::Connection connection(presence.database());
  api::RightsReport rights;
  const std::vector<pg::SchemaStep> steps = migrate_tables(connection, catalog, models, &rights);
  for (const pg::SchemaStep& step : steps) context.print(trf("done: {}\n", step.name));
  if (steps.empty()) context.say(tr("the tables are up to date"));
  give_password(connection, rights, context);
  report_rights(rights, context);
  for (const trusted::OutdatedLotes& old : trusted::outdated_lotes(connection, catalog)) {
    context.say(
        trf("{} of {} judged by an older contract of {}: gdo replay trusted "
            "--payload {} --from {} --to {}",
            counted(old.lotes, "lote", "lotes"), old.payload, old.entity, old.payload,
            old.first_day, old.last_day));
  }
  return 0;
}

}  // namespace

Command migrate_command(Context& context) {
  const auto plan = std::make_shared<bool>(false);
  Command command;
  command.name = "migrate";
  command.summary = tr("Creates or upgrades the tables");
  command.details = tr(
      "Each step is one transaction; several processes may do this at once. `gdo run` does it by "
      "itself; a database newer than the program is refused.");
  command.options = {{"--plan", "", tr("only prints the SQL that is to be run"), plan.get()}};
  command.examples = {"gdo migrate --plan", "gdo migrate"};
  command.run = [plan, &context] { return migrate(*plan, context); };
  return command;
}

namespace {

void append(std::vector<pg::SchemaStep>& all, std::vector<pg::SchemaStep> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

constexpr const char* kRights = "roles, rights and views";

std::string joined(const std::vector<std::string>& statements) {
  std::string sql;
  for (const std::string& one : statements) sql += one + ";\n";
  return sql;
}

}  // namespace

std::vector<pg::SchemaStep> plan_tables(pg::Connection& connection,
                                        const contract::Catalog& catalog,
                                        const gold::Models& models) {
  std::vector<pg::SchemaStep> steps = raw::plan_schema(connection, catalog);
  append(steps, trusted::plan_schema(connection, catalog));
  for (auto& model : gold::plan_models(connection, models))
    steps.push_back({model.name, model.sql});
  const std::vector<std::string> rights = api::plan_rights(connection, models);
  if (!rights.empty()) steps.push_back({kRights, joined(rights)});
  return steps;
}

std::vector<pg::SchemaStep> migrate_tables(pg::Connection& connection,
                                           const contract::Catalog& catalog,
                                           const gold::Models& models, api::RightsReport* rights) {
  std::vector<pg::SchemaStep> steps = raw::apply_schema(connection, catalog);
  append(steps, trusted::apply_schema(connection, catalog));
  for (auto& model : gold::apply_models(connection, models))
    steps.push_back({model.name, model.sql});
  api::RightsReport report = api::apply_rights(connection, models);
  if (!report.done.empty()) steps.push_back({kRights, joined(report.done)});
  if (rights != nullptr) *rights = std::move(report);
  return steps;
}

}  // namespace gdo::app
