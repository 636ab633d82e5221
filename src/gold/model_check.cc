#include "gold/model_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "gold/model_statements.h"
#include "gold/target_table.h"
#include "pg/catalog.h"
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

}  // namespace

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

void check_statements(pg::Connection& in_transaction, const Model& model, const Models& models) {
  ModelTrial(in_transaction, model, models).run();
}

}  // namespace gdo::gold
