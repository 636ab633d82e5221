#include "gold/schema.h"

#include <fmt/format.h>

#include <algorithm>

#include "gold/models.h"

namespace gdo::service {
namespace {

bool is_registered(pg::Connection& connection, const Model& model) {
  return connection
      .query("SELECT EXISTS (SELECT FROM modelo WHERE nome = $1 AND hash = md5($2))",
             {model.name, model.text})
      .boolean(0, 0);
}

// Makes the table in a schema of its own to see which columns it would have.
bool has_other_columns(pg::Connection& connection, const Model& model) {
  const std::string here(connection.query("SELECT current_schema()").text(0, 0));
  const std::string path(connection.query("SHOW search_path").text(0, 0));
  connection.query("CREATE SCHEMA gdo_rascunho");
  connection.query("SELECT set_config('search_path', 'gdo_rascunho, ' || $1, true)", {path});
  connection.execute(model.table_sql);
  connection.query("SELECT set_config('search_path', $1, true)", {path});
  const pg::Result differs = connection.query(
      "SELECT EXISTS (SELECT FROM (SELECT attname, atttypid, atttypmod, attnotnull "
      "FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped) a "
      "FULL JOIN (SELECT attname, atttypid, atttypmod, attnotnull FROM pg_attribute "
      "WHERE attrelid = to_regclass($2) AND attnum > 0 AND NOT attisdropped) b "
      "USING (attname, atttypid, atttypmod, attnotnull) "
      "WHERE a.attnotnull IS NULL OR b.attnotnull IS NULL)",
      {"gdo_rascunho." + pg::quote_identifier(model.name),
       pg::quote_identifier(here) + "." + pg::quote_identifier(model.name)});
  const bool other = differs.boolean(0, 0);
  connection.query("DROP SCHEMA gdo_rascunho CASCADE");
  return other;
}

std::string view_of(const Model& model) {
  constexpr std::string_view kPrefix = "service_";
  return model.name.starts_with(kPrefix) ? model.name.substr(kPrefix.size()) : model.name;
}

void make_table(pg::Connection& connection, const Model& model) {
  const std::string table = pg::quote_identifier(model.name);
  const bool exists = !connection.query("SELECT to_regclass($1)", {pg::Param(table)}).is_null(0, 0);
  if (exists && has_other_columns(connection, model)) {
    // What BI tools read it by is made anew with it (sql/direitos).
    connection.query("DROP VIEW IF EXISTS gdo." + pg::quote_identifier(view_of(model)));
    connection.query("DROP TABLE " + table);
    connection.query("DELETE FROM modelo_cliente WHERE modelo = $1", {model.name});
  }
  connection.execute(model.table_sql);
}

void register_model(pg::Connection& connection, const Model& model) {
  connection.query(
      "INSERT INTO modelo (nome, hash) VALUES ($1, md5($2)) "
      "ON CONFLICT (nome) DO UPDATE SET hash = excluded.hash, criado_em = clock_timestamp()",
      {model.name, model.text});
  std::vector<std::string> inputs;
  for (const ModelInput& input : model.inputs) inputs.push_back(input.entity);
  connection.query("DELETE FROM modelo_entrada WHERE modelo = $1", {model.name});
  connection.query("INSERT INTO modelo_entrada SELECT $1, unnest($2::text[])",
                   {model.name, pg::text_array(inputs)});
}

// A model that is gone would gather changes for ever.
void forget_others(pg::Connection& connection) {
  std::vector<std::string> names;
  for (const Model& model : built_in_models()) names.push_back(model.name);
  const std::string known = pg::text_array(names);
  connection.query("DELETE FROM modelo WHERE nome <> ALL ($1::text[])", {known});
  connection.query("DELETE FROM mudanca WHERE modelo <> ALL ($1::text[])", {known});
}

}  // namespace

std::vector<ModelStep> plan_models(pg::Connection& connection) {
  const bool ready = !connection.query("SELECT to_regclass('modelo')").is_null(0, 0);
  std::vector<ModelStep> steps;
  for (const Model& model : built_in_models()) {
    if (ready && is_registered(connection, model)) continue;
    steps.push_back({model.name, model.table_sql});
  }
  return steps;
}

std::vector<ModelStep> apply_models(pg::Connection& connection) {
  // Most runs find nothing to do, and take no lock.
  if (plan_models(connection).empty()) return {};
  pg::Transaction transaction(connection);
  connection.query("SELECT pg_advisory_xact_lock(hashtextextended('gdo modelos', 0))");
  std::vector<ModelStep> steps = plan_models(connection);
  // A publication that has read who follows what ends first: gold from nothing sees its rows, and
  // the next ones tell the new models.
  connection.query("LOCK TABLE modelo_entrada IN ACCESS EXCLUSIVE MODE");
  for (const Model& model : built_in_models()) {
    const bool wanted = std::any_of(steps.begin(), steps.end(),
                                    [&](const ModelStep& step) { return step.name == model.name; });
    if (!wanted) continue;
    make_table(connection, model);
    register_model(connection, model);
  }
  forget_others(connection);
  transaction.commit();
  return steps;
}

}  // namespace gdo::service
