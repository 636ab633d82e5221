#include "app/migrate/schema_run.h"

#include <iterator>

#include "gold/schema.h"
#include "raw/schema.h"
#include "trusted/schema.h"

namespace gdo::app {
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
