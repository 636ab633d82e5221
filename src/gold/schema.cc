#include "gold/schema.h"

#include <fmt/format.h>

#include "gold/gold_query.h"
#include "gold/model_check.h"
#include "gold/table_change.h"
#include "pg/advisory_lock.h"

namespace gdo::gold {
namespace {

bool is_registered(pg::Connection& connection, const Model& model) {
  return connection
      .query("SELECT EXISTS (SELECT FROM modelo WHERE nome = $1 AND hash = md5($2))",
             {model.name, model.text})
      .boolean(0, 0);
}

// The models that are new to the database, or whose text changed.
std::vector<const Model*> unregistered(pg::Connection& connection, const Models& models) {
  const bool ready = !connection.query("SELECT to_regclass('modelo')").is_null(0, 0);
  std::vector<const Model*> found;
  for (const Model& model : models) {
    if (!ready || !is_registered(connection, model)) found.push_back(&model);
  }
  return found;
}

void register_model(pg::Connection& connection, const Model& model) {
  connection.query(gold_query("registra_modelo"), {model.name, model.text});
  std::vector<std::string> inputs;
  for (const ModelInput& input : model.inputs) inputs.push_back(input.entity);
  connection.query("DELETE FROM modelo_entrada WHERE modelo = $1", {model.name});
  connection.query("INSERT INTO modelo_entrada SELECT $1, unnest($2::text[])",
                   {model.name, pg::text_array(inputs)});
}

// A model that is gone would gather changes for ever.
void forget_others(pg::Connection& connection, const Models& models) {
  std::vector<std::string> names;
  for (const Model& model : models) names.push_back(model.name);
  const std::string known = pg::text_array(names);
  connection.query("DELETE FROM modelo WHERE nome <> ALL ($1::text[])", {known});
  connection.query("DELETE FROM mudanca WHERE modelo <> ALL ($1::text[])", {known});
  // When it comes back, what changed meanwhile is not in the queue: it is worked out whole.
  connection.query("DELETE FROM modelo_cliente WHERE modelo <> ALL ($1::text[])", {known});
}

// Whether there is a model to make or to forget.
bool differs(pg::Connection& connection, const Models& models) {
  if (!unregistered(connection, models).empty()) return true;
  std::vector<std::string> names;
  for (const Model& model : models) names.push_back(model.name);
  return connection
      .query("SELECT EXISTS (SELECT FROM modelo WHERE nome <> ALL ($1::text[]))",
             {pg::text_array(names)})
      .boolean(0, 0);
}

// "caixas" of service_caixas (sql/direitos).
std::string view_of(const Model& model) {
  constexpr std::string_view kService = "service_";
  return model.name.starts_with(kService) ? model.name.substr(kService.size()) : model.name;
}

bool exists(pg::Connection& connection, std::string_view table) {
  return !connection.query("SELECT to_regclass($1)", {pg::quote_identifier(table)}).is_null(0, 0);
}

// Whether there are models from a folder, and the tables of trusted that their queries read.
bool can_be_tried(pg::Connection& connection, const std::vector<const Model*>& lacking) {
  bool of_folder = false;
  for (const Model* model : lacking) {
    of_folder = of_folder || !model->built_in;
    for (const ModelInput& input : model->inputs) {
      const bool entity = input.link.empty();
      if (entity && !exists(connection, "trusted_" + input.entity)) return false;
    }
  }
  return of_folder;
}

}  // namespace

std::vector<ModelStep> plan_models(pg::Connection& connection, const Models& models) {
  const std::vector<const Model*> lacking = unregistered(connection, models);
  std::vector<ModelStep> steps;
  if (lacking.empty()) return steps;
  const pg::Transaction draft(connection);  // rolled back: what is only looked at
  const bool tried = can_be_tried(connection, lacking);
  if (tried) connection.query("SET LOCAL lock_timeout = '2s'");
  for (const Model* model : lacking) {
    const bool is_new = !exists(connection, model->name);
    steps.push_back({model->name, table_statements(connection, *model)});
    if (!tried || (model->built_in && !is_new)) continue;
    make_table(connection, *model, steps.back().sql);
    if (!model->built_in) check_statements(connection, *model, models);
  }
  return steps;
}

std::vector<ModelStep> apply_models(pg::Connection& connection, const Models& models) {
  // Most runs find nothing to do, and take no lock.
  if (!differs(connection, models)) return {};
  pg::Transaction transaction(connection);
  pg::lock_in_transaction(connection, "gdo modelos");
  // A publication that has read who follows what ends first: gold from nothing sees its rows, and
  // the next ones tell the new models.
  connection.query("LOCK TABLE modelo_entrada IN ACCESS EXCLUSIVE MODE");
  std::vector<ModelStep> steps;
  for (const Model* model : unregistered(connection, models)) {
    steps.push_back({model->name, table_statements(connection, *model)});
    // The view that BI tools read it by keeps columns from changing; it is made anew afterwards.
    connection.execute("DROP VIEW IF EXISTS gdo." + pg::quote_identifier(view_of(*model)));
    make_table(connection, *model, steps.back().sql);
    if (!model->built_in) check_statements(connection, *model, models);
    register_model(connection, *model);
  }
  forget_others(connection, models);
  transaction.commit();
  return steps;
}

}  // namespace gdo::gold
