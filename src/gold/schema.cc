#include "gold/schema.h"

#include "gold/models.h"
#include "gold/table_change.h"

namespace gdo::service {
namespace {

bool is_registered(pg::Connection& connection, const Model& model) {
  return connection
      .query("SELECT EXISTS (SELECT FROM modelo WHERE nome = $1 AND hash = md5($2))",
             {model.name, model.text})
      .boolean(0, 0);
}

// The models that are new to the database, or whose text changed.
std::vector<const Model*> unregistered(pg::Connection& connection) {
  const bool ready = !connection.query("SELECT to_regclass('modelo')").is_null(0, 0);
  std::vector<const Model*> models;
  for (const Model& model : built_in_models()) {
    if (!ready || !is_registered(connection, model)) models.push_back(&model);
  }
  return models;
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

// "caixas" of service_caixas (sql/direitos).
std::string view_of(const Model& model) {
  constexpr std::string_view kService = "service_";
  return model.name.starts_with(kService) ? model.name.substr(kService.size()) : model.name;
}

}  // namespace

std::vector<ModelStep> plan_models(pg::Connection& connection) {
  const std::vector<const Model*> models = unregistered(connection);
  std::vector<ModelStep> steps;
  if (models.empty()) return steps;
  const pg::Transaction draft(connection);  // rolled back: what is only looked at
  for (const Model* model : models) {
    steps.push_back({model->name, table_statements(connection, *model)});
  }
  return steps;
}

std::vector<ModelStep> apply_models(pg::Connection& connection) {
  // Most runs find nothing to do, and take no lock.
  if (unregistered(connection).empty()) return {};
  pg::Transaction transaction(connection);
  connection.query("SELECT pg_advisory_xact_lock(hashtextextended('gdo modelos', 0))");
  // A publication that has read who follows what ends first: gold from nothing sees its rows, and
  // the next ones tell the new models.
  connection.query("LOCK TABLE modelo_entrada IN ACCESS EXCLUSIVE MODE");
  std::vector<ModelStep> steps;
  for (const Model* model : unregistered(connection)) {
    steps.push_back({model->name, table_statements(connection, *model)});
    // The view that BI tools read it by keeps columns from changing; it is made anew afterwards.
    connection.execute("DROP VIEW IF EXISTS gdo." + pg::quote_identifier(view_of(*model)));
    connection.execute(steps.back().sql);
    register_model(connection, *model);
  }
  forget_others(connection);
  transaction.commit();
  return steps;
}

}  // namespace gdo::service
