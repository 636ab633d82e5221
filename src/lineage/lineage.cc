#include "lineage/lineage.h"

#include <fmt/format.h>

#include <limits>

#include "lineage/file_origins.h"
#include "lineage/month_rows.h"
#include "lineage/silver_rows.h"
#include "trace/trace_queries.h"

namespace gdo::service {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();

Json chosen(const Json& key, const std::vector<std::string>& columns) {
  Json part = Json::object();
  for (const std::string& column : columns) part[column] = key[column];
  return part;
}

// Follows the links of gold from a row to the rows of silver it was worked out from.
class GoldToSilver {
 public:
  GoldToSilver(pg::Connection& connection, const TableKey& row, std::int64_t limit)
      : connection_(connection),
        silver_(connection, row.token_cliente),
        queries_(connection, row.token_cliente),
        row_(row),
        limit_(limit) {}

  SilverRows follow() {
    const std::string& table = row_.tabela;
    const Json self = Json::array({row_.chave});
    if (table == "service_caixas") {
      boxes(self);
      bearers(row_.chave);
    } else if (table == "service_ordens_desossa") {
      orders(self);
      silver_.add("trusted_caixas", keys("ordem_caixas", self), limit_);
    } else if (table == "service_ordem_lotes") {
      order_lot();
    } else if (table == "service_lotes_abate") {
      lots(self);
    } else if (table == "service_vendas" || table == "service_venda_caixas") {
      sale();
    } else if (table == "service_animais") {
      silver_.add("trusted_animais", self, kAll);
      silver_.add("trusted_carcacas", keys("animal_carcacas", self), kAll);
    } else if (table == "service_resumo_mensal") {
      add_month(connection_, row_, limit_, silver_);
    } else {
      throw Error(ErrorKind::internal, fmt::format("nothing is known of what makes {}", table));
    }
    return std::move(silver_);
  }

 private:
  Json keys(std::string_view link, const Json& parents) {
    Json found = Json::array();
    for (const TraceLink& one : queries_.links(link, parents, kAll)) {
      // A line of a sale without exactly one box leads to none.
      const bool whole = one.chave.begin() == one.chave.end() || !one.chave.begin()->is_null();
      if (whole) found.push_back(one.chave);
    }
    return found;
  }
  void lots(const Json& of) {
    silver_.add("trusted_escala", of, kAll);
    silver_.add("trusted_carcacas", of, limit_);
  }
  void orders(const Json& of) {
    silver_.add("trusted_desossa", of, kAll);
    lots(keys("ordem_lotes", of));
  }
  void boxes(const Json& of) {
    silver_.add("trusted_caixas", of, kAll);
    orders(keys("caixa_ordens", of));
  }
  // A barcode that came again took the row of the box before it: that one's record is still there.
  void bearers(const Json& box) {
    silver_.add_bearers(box["nr_unidade_desossa"].get<std::string>(),
                        box["codigo_barras"].get<std::string>());
  }
  void order_lot() {
    silver_.add("trusted_desossa",
                Json::array({chosen(row_.chave, {"nr_unidade_desossa", "nr_op_desossa",
                                                 "nr_unidade_abate", "dt_abate"})}),
                kAll);
    lots(Json::array({{{"nr_unidade_abate", row_.chave["nr_unidade_abate_lote"]},
                       {"dt_abate", row_.chave["dt_abate_lote"]},
                       {"nr_lote_abate", row_.chave["nr_lote_abate"]}}}));
  }
  void sale() {
    const Json of = Json::array({chosen(row_.chave, {"cnpj_local_estoque", "nr_pedido", "carga"})});
    silver_.add("trusted_registro_venda", of, kAll);
    Json sold = Json::array();
    for (const TraceLink& one : queries_.links("venda_caixas", of, kAll)) {
      const bool asked =
          !row_.chave.contains("nr_item") || one.linha["nr_item"] == row_.chave["nr_item"];
      if (!asked) continue;
      if (one.chave["nr_unidade_desossa"].is_string()) sold.push_back(one.chave);
      // The box of a line that no box can be of, as far as files have it.
      const bool whole_line =
          row_.chave.contains("nr_item") && one.chave["codigo_barras"].is_string();
      if (whole_line) silver_.add_bearers("", one.chave["codigo_barras"].get<std::string>());
    }
    silver_.add("trusted_caixas", sold, kAll);
    // What its boxes' flags stand on.
    const Json orders_of = keys("caixa_ordens", sold);
    const Json lots_of = keys("ordem_lotes", orders_of);
    silver_.add("trusted_desossa", orders_of, limit_);
    silver_.add("trusted_escala", lots_of, limit_);
    silver_.add("trusted_carcacas", lots_of, limit_);
  }

  pg::Connection& connection_;
  SilverRows silver_;
  TraceQueries queries_;
  const TableKey& row_;
  std::int64_t limit_;
};

// The table itself when its rows say which record they came from; of a child table its parent's:
// the one whose key the child's begins with, an item's number after it.
constexpr const char* kOriginTable =
    "WITH tabelas AS ("
    "SELECT c.relname, array_agg(a.attname::text ORDER BY k.place) AS chave, "
    "EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'arquivo_id') "
    "AS com_origem "
    "FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary "
    "CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY k (number, place) "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number "
    "WHERE c.relname LIKE 'trusted\\_%' AND NOT c.relispartition "
    "AND c.relnamespace = current_schema()::regnamespace GROUP BY c.oid, c.relname) "
    "SELECT p.relname FROM tabelas f JOIN tabelas p ON p.com_origem "
    "AND (p.relname = f.relname OR p.chave || 'nr_item'::text = f.chave) "
    "WHERE f.relname = $1 ORDER BY p.relname = f.relname DESC LIMIT 1";

SilverRows silver_itself(pg::Connection& connection, const TableKey& row) {
  const pg::Result found = connection.query(kOriginTable, {row.tabela});
  if (found.rows() == 0) {
    throw Error(ErrorKind::internal,
                fmt::format("nothing is known of where rows of {} come from", row.tabela));
  }
  const std::string table(found.text(0, 0));
  SilverRows silver(connection, row.token_cliente);
  silver.add(table, Json::array({chosen(row.chave, key_columns(connection, table))}), kAll);
  if (table == "trusted_caixas") {
    silver.add_bearers(row.chave["nr_unidade_desossa"].get<std::string>(),
                       row.chave["codigo_barras"].get<std::string>());
  }
  return silver;
}

}  // namespace

Lineage lineage(pg::Connection& connection, const TableKey& row, std::int64_t limit) {
  // One picture of all tables, the caller's where there is one; a month's scope stands in temporary
  // ones.
  std::optional<pg::Transaction> transaction;
  if (!connection.in_transaction()) {
    transaction.emplace(connection);
    connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  }
  const SilverRows silver = row.tabela.starts_with("service_")
                                ? GoldToSilver(connection, row, limit).follow()
                                : silver_itself(connection, row);
  Lineage found{row, file_origins(connection, silver), silver.tables()};
  if (transaction) transaction->commit();
  return found;
}

}  // namespace gdo::service
