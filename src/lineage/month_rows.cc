#include "lineage/month_rows.h"

#include <fmt/format.h>

#include "trace/event_scope.h"

namespace gdo::lineage {
namespace {

std::int64_t rows_in(pg::Connection& connection, const char* scope) {
  return connection.query(fmt::format("SELECT count(*) FROM {}", scope)).integer(0, 0);
}

}  // namespace

void add_month(pg::Connection& connection, const TableKey& row, std::int64_t limit,
               SilverRows& silver) {
  const auto part = [&](const char* name) { return row.key.at(name).get<std::string>(); };
  const std::string kind = part("tipo_planta");
  if (kind == "cliente") {
    silver.add_rejections(part("mes"), limit);
    return;
  }
  const trace::EventScope scope = {.tenant = row.tenant};
  trace::scope_of_month(connection, scope, {part("mes"), kind, part("planta")});
  if (kind == "abate") {
    silver.note_gold("service_lotes_abate", rows_in(connection, "exporta_lotes"));
  } else if (kind == "desossa") {
    silver.note_gold("service_caixas", rows_in(connection, "exporta_caixas"));
  } else {
    silver.note_gold("service_vendas", rows_in(connection, "exporta_vendas"));
  }
  silver.add_in("trusted_registro_venda", "exporta_vendas",
                {"cnpj_local_estoque", "nr_pedido", "carga"}, limit);
  silver.add_in("trusted_caixas", "exporta_caixas", {"nr_unidade_desossa", "codigo_barras"}, limit);
  silver.add_in("trusted_desossa", "exporta_ordens",
                {"nr_unidade_desossa", "nr_op_desossa", "nr_unidade_abate", "dt_abate"}, limit);
  for (const char* table : {"trusted_escala", "trusted_carcacas"}) {
    silver.add_in(table, "exporta_lotes", {"nr_unidade_abate", "dt_abate", "nr_lote_abate"}, limit);
  }
}

}  // namespace gdo::lineage
