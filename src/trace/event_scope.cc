#include "trace/event_scope.h"

#include <fmt/format.h>

#include "base/error.h"
#include "embedded/export_sql.h"
#include "embedded/keys_sql.h"
#include "pg/distributed.h"

namespace gdo::trace {
namespace {

void prepare(pg::Connection& connection, const EventScope& scope) {
  connection.execute(export_sql_text("00_preparo"));
  pg::set_local(connection, "gdo.exporta_cliente", scope.tenant);
  pg::set_local(connection, "gdo.exporta_uri", scope.base_uri + "/" + scope.tenant);
  pg::set_local(connection, "gdo.exporta_fuso", scope.time_zone);
}

std::string member(const FoundKey& key, const char* name) {
  return key.key.at(name).get<std::string>();
}

void add_upstream(pg::Connection& connection, const std::string& tenant) {
  connection.query(export_sql_text("ordens_das_caixas"), {tenant});
  connection.query(export_sql_text("lotes_das_ordens"), {tenant});
}

// Nobody else looks at temporary tables, so the planner must learn of them.
void analyze_tables(pg::Connection& connection) {
  connection.execute("ANALYZE exporta_ordens, exporta_lotes, exporta_vendas, exporta_caixas");
}

pg::Param day(const std::string& text) {
  return text.empty() ? pg::Param(std::nullopt) : pg::Param(text);
}

}  // namespace

std::string export_sql_text(std::string_view name) {
  for (const auto& file : export_sql::files()) {
    if (file.path == fmt::format("{}.sql", name)) return std::string(file.text);
  }
  throw Error(ErrorKind::internal, fmt::format("sql/exportacao has no {}.sql", name));
}

void scope_of_key(pg::Connection& connection, const EventScope& scope, const FoundKey& key) {
  prepare(connection, scope);
  if (key.type == "caixa") {
    connection.query("INSERT INTO exporta_caixas VALUES ($1, $2)",
                     {member(key, "nr_unidade_desossa"), member(key, "codigo_barras")});
    connection.query(export_sql_text("vendas_das_caixas"), {scope.tenant});
  } else {
    const std::string stock = member(key, "cnpj_local_estoque");
    const std::string order = member(key, "nr_pedido");
    const std::string cargo = member(key, "carga");
    connection.query("INSERT INTO exporta_vendas VALUES (1, $1, $2, $3)", {stock, order, cargo});
    connection.query(export_sql_text("caixas_da_venda"), {scope.tenant, stock, order, cargo});
  }
  add_upstream(connection, scope.tenant);
  analyze_tables(connection);
}

void scope_of_days(pg::Connection& connection, const EventScope& scope, const std::string& from,
                   const std::string& to) {
  prepare(connection, scope);
  // row_number() numbers what is left after WHERE.
  const auto fill = [&](const char* scope_table, const char* columns, const char* order,
                        const char* gold_table, const char* day_column) {
    connection.query(
        fmt::format(keys_sql::scope_of_days, scope_table, columns, order, gold_table, day_column),
        {scope.tenant, day(from), day(to)});
  };
  fill("exporta_lotes", "nr_unidade_abate, dt_abate, nr_lote_abate",
       "dt_abate, nr_unidade_abate, nr_lote_abate", "service_lotes_abate", "dt_abate");
  fill("exporta_ordens", "nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate",
       "dt_abate, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate", "service_ordens_desossa",
       "dt_abate");
  fill("exporta_vendas", "cnpj_local_estoque, nr_pedido, carga",
       "cnpj_local_estoque, nr_pedido, carga", "service_vendas", "dt_venda");
  analyze_tables(connection);
}

void scope_of_month(pg::Connection& connection, const EventScope& scope, const PlantMonth& month) {
  prepare(connection, scope);
  const auto fill = [&](const char* name) {
    connection.query(export_sql_text(name), {scope.tenant, month.plant, month.month});
  };
  if (month.plant_type == "abate") {
    fill("mes_lotes");
  } else {
    if (month.plant_type == "estoque") fill("mes_vendas");
    fill(month.plant_type == "estoque" ? "mes_caixas_vendidas" : "mes_caixas");
    // A month has many boxes; what stands behind them is looked for through them.
    analyze_tables(connection);
    add_upstream(connection, scope.tenant);
  }
  analyze_tables(connection);
}

}  // namespace gdo::trace
