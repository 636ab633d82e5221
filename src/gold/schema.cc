#include "gold/schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>

#include "gold/model_statements.h"
#include "gold/models.h"
#include "pg/advisory_lock.h"
#include "pg/catalog.h"
#include "pg/connection.h"
#include "pg/distributed.h"

namespace gdo::gold {
namespace {

[[noreturn]] void refuse(const Model& model, int line, std::string_view what) {
  throw Error(ErrorKind::config, fmt::format("{}:{}: {}", model.file, line, what));
}

class ModelTrial {
 public:
  ModelTrial(pg::Connection& connection, const Model& model, const Models& models)
      : connection_(connection), model_(model), models_(models), table_(connection, model) {}

  void run() {
    check_key();
    check_columns();
    connection_.query("SAVEPOINT modelo");
    connection_.query("CREATE TEMP TABLE mudancas (entidade text, ligacao jsonb)");
    connection_.query(fmt::format("CREATE TEMP TABLE chaves AS SELECT {} FROM {} WITH NO DATA",
                                  column_list(model_.group), table_.name()));
    const std::string groups = column_list(model_.group);
    plan(fmt::format("SELECT {} FROM ({}) c", groups, model_.keys_sql), "chaves", model_.lines.keys,
         {"x"});
    plan(fmt::format("SELECT {} FROM ({}) c", groups, model_.period_sql), "periodo",
         model_.lines.period, {"x", "2000-01-01", "2000-01-01"});
    for (const Scope scope : {Scope::groups, Scope::everything}) {
      plan(fmt::format("SELECT {} FROM (\n{}) linhas", table_.cast_columns(),
                       in_scope(model_.rows_sql, scope)),
           "linhas", model_.lines.rows, {"x"});
      for (const ModelCheck& check : model_.checks) {
        plan(fmt::format("SELECT chave FROM (\n{}) q", in_scope(check.sql, scope)),
             "verificacao " + check.name, check.line, {"x"});
      }
    }
    if (!model_.records_sql.empty()) {
      plan(model_.records_sql, "registros", model_.lines.records, {"x", "{}", 1});
    }
    connection_.query("ROLLBACK TO SAVEPOINT modelo");
    connection_.query("RELEASE SAVEPOINT modelo");
  }

 private:
  void plan(const std::string& sql, std::string_view section, int line,
            std::initializer_list<pg::Param> params) {
    try {
      connection_.query("EXPLAIN " + sql, params);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::database) throw;
      refuse(model_, line,
             fmt::format("section {} does not work ({}); correct it, and run: gdo migrate", section,
                         error.what()));
    }
  }

  void check_key() {
    const std::vector<std::string> key = pg::primary_key(connection_, model_.name);
    if (key == model_.key) return;
    refuse(model_, model_.lines.table,
           fmt::format("the primary key is ({}), and `chave` says ({}): make them the same",
                       fmt::join(key, ", "), fmt::join(model_.key, ", ")));
  }

  // The columns that the head names are there.
  void check_columns() {
    require(model_.group, model_.name, 1, "grupo");
    require(model_.personal, model_.name, 1, "pessoal");
    if (!model_.day.empty()) require({model_.day}, model_.name, 1, "dia");
    if (!model_.thing.type.empty()) {
      require({"flag_rastreavel", "motivo_nao_rastreavel"}, model_.name, model_.thing.line,
              "coisa");
    }
    for (const auto& form : model_.thing.forms) {
      require(form, model_.name, model_.thing.line, "forma");
    }
    for (const ModelInput& input : model_.inputs) {
      if (models_.find(input.entity) != nullptr) {
        require(input.link, input.entity, input.line, "entrada");
      }
    }
    for (const ModelOrigin& origin : model_.origins) {
      std::vector<OriginStep> way = origin.way;
      way.push_back(origin.to);
      check_way(way, origin.line, "origem");
    }
    for (const ModelThing::Link& link : model_.thing.links) {
      check_way({link.way.begin(), link.way.end() - 1}, link.line, "atras");
    }
  }

  void check_way(const std::vector<OriginStep>& way, int line, std::string_view what) {
    std::string before = model_.name;
    for (const OriginStep& step : way) {
      if (step.columns.empty()) {
        before.clear();  // where a link of the program leads
        continue;
      }
      std::vector<std::string> own;
      std::vector<std::string> equals;
      for (const ColumnPair& pair : step.columns) {
        own.push_back(pair.column);
        equals.push_back(pair.equals);
      }
      if (!before.empty()) require(equals, before, line, what);
      before = step.name;
      require(own, before, line, what);
    }
  }

  void require(const std::vector<std::string>& columns, const std::string& table, int line,
               std::string_view what) {
    std::vector<std::string> there;
    for (const pg::TableColumn& column : pg::columns_of(connection_, table)) {
      there.push_back(column.name);
    }
    if (there.empty()) refuse(model_, line, fmt::format("{}: there is no table {}", what, table));
    for (const std::string& column : columns) {
      if (std::find(there.begin(), there.end(), column) != there.end()) continue;
      refuse(model_, line,
             fmt::format("{}: {} has no column {}; it has {}", what, table, column,
                         fmt::join(there, ", ")));
    }
  }

  pg::Connection& connection_;
  const Model& model_;
  const Models& models_;
  TargetTable table_;
};

// Runs the statements that make the model's table. Throws Error(config) that names the file and the
// line of its section when PostgreSQL does not take them.
void make_table(pg::Connection& in_transaction, const Model& model, const std::string& statements) {
  try {
    pg::execute_each(in_transaction, statements);
  } catch (const Error& error) {
    if (model.built_in || error.kind() != ErrorKind::database) throw;
    refuse(model, model.lines.table,
           fmt::format("section tabela does not work ({}); correct it, and run: gdo migrate",
                       error.what()));
  }
}

// Has PostgreSQL plan every query of a model whose table is there, without running one, so that a
// file that cannot work is refused before it is used: throws Error(config) with the file, the line
// of the section, and what PostgreSQL says. In an open transaction; leaves nothing behind in it.
void check_statements(pg::Connection& in_transaction, const Model& model, const Models& models) {
  ModelTrial(in_transaction, model, models).run();
}

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
  constexpr std::string_view kGold = "service_";
  return model.name.starts_with(kGold) ? model.name.substr(kGold.size()) : model.name;
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
