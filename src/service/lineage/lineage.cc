#include "service/lineage/lineage.h"

#include <fmt/format.h>

#include <limits>

#include "service/lineage/silver_rows.h"
#include "service/trace/trace_queries.h"

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
  GoldToSilver(pg::Connection& connection, const TableKey& row, bool everything)
      : silver_(connection, row.token_cliente),
        queries_(connection, row.token_cliente),
        row_(row),
        everything_(everything) {}

  SilverRows follow() {
    const std::string& table = row_.tabela;
    const Json self = Json::array({row_.chave});
    if (table == "service_caixas") {
      boxes(self);
    } else if (table == "service_ordens_desossa") {
      orders(self);
      many("trusted_caixas", keys("ordem_caixas", self));
    } else if (table == "service_ordem_lotes") {
      order_lot();
    } else if (table == "service_lotes_abate") {
      lots(self);
    } else if (table == "service_vendas" || table == "service_venda_caixas") {
      sale();
    } else if (table == "service_animais") {
      silver_.add("trusted_animais", self);
      silver_.add("trusted_carcacas", keys("animal_carcacas", self));
    } else {
      throw Error(
          ErrorKind::config,
          fmt::format("a row of {} sums up a month of other gold rows: ask for those", table));
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
  void many(const char* table, const Json& of) {
    if (everything_) {
      silver_.add(table, of);
    } else {
      silver_.count(table, of);
    }
  }
  void lots(const Json& of) {
    silver_.add("trusted_escala", of);
    many("trusted_carcacas", of);
  }
  void orders(const Json& of) {
    silver_.add("trusted_desossa", of);
    lots(keys("ordem_lotes", of));
  }
  void boxes(const Json& of) {
    silver_.add("trusted_caixas", of);
    orders(keys("caixa_ordens", of));
  }
  void order_lot() {
    silver_.add("trusted_desossa",
                Json::array({chosen(row_.chave, {"nr_unidade_desossa", "nr_op_desossa",
                                                 "nr_unidade_abate", "dt_abate"})}));
    lots(Json::array({{{"nr_unidade_abate", row_.chave["nr_unidade_abate_lote"]},
                       {"dt_abate", row_.chave["dt_abate_lote"]},
                       {"nr_lote_abate", row_.chave["nr_lote_abate"]}}}));
  }
  void sale() {
    const Json of = Json::array({chosen(row_.chave, {"cnpj_local_estoque", "nr_pedido", "carga"})});
    silver_.add("trusted_registro_venda", of);
    Json sold = Json::array();
    for (const TraceLink& one : queries_.links("venda_caixas", of, kAll)) {
      const bool asked =
          !row_.chave.contains("nr_item") || one.linha["nr_item"] == row_.chave["nr_item"];
      if (asked && one.chave["nr_unidade_desossa"].is_string()) sold.push_back(one.chave);
    }
    silver_.add("trusted_caixas", sold);
  }

  SilverRows silver_;
  TraceQueries queries_;
  const TableKey& row_;
  bool everything_;
};

// A child has its parent's origin: the rows of the parent's table by the parent's key.
SilverRows silver_itself(pg::Connection& connection, const TableKey& row) {
  constexpr const char* kParent =
      "SELECT CASE $1 WHEN 'trusted_desossa_lotes' THEN 'trusted_desossa' "
      "WHEN 'trusted_desossa_quartos' THEN 'trusted_desossa' "
      "WHEN 'trusted_escala_gtas' THEN 'trusted_escala' "
      "WHEN 'trusted_escala_notas' THEN 'trusted_escala' "
      "WHEN 'trusted_venda_caixas' THEN 'trusted_registro_venda' "
      "WHEN 'trusted_venda_notas' THEN 'trusted_registro_venda' ELSE $1 END";
  const std::string table(connection.query(kParent, {row.tabela}).text(0, 0));
  SilverRows silver(connection, row.token_cliente);
  silver.add(table, Json::array({chosen(row.chave, key_columns(connection, table))}));
  return silver;
}

FileOrigin file_of(pg::Connection& connection, std::int64_t id, std::string& payload) {
  const pg::Result rows = connection.query(
      "SELECT coalesce(caminho_final, caminho), coalesce(geracao_final, geracao), "
      "encode(sha256, 'hex'), tipo_payload FROM arquivo WHERE id = $1",
      {id});
  if (rows.rows() == 0) {
    throw Error(ErrorKind::not_found, fmt::format("the ledger has no file {}: see gdo audit", id));
  }
  payload = rows.text(0, 3);
  return {id, std::string(rows.text(0, 0)), rows.integer(0, 1), std::string(rows.text(0, 2)), {}};
}

RawOrigin raw_of(pg::Connection& connection, const SilverRows::Record& record,
                 const std::string& payload) {
  RawOrigin origin;
  origin.nr_registro = record.nr_registro;
  origin.tabela = "raw_" + payload;
  pg::Result rows =
      connection.query(fmt::format("SELECT byte_inicio, byte_tamanho, dados_completos FROM {} "
                                   "WHERE lote_id = $1 AND arquivo_id = $2 AND nr_registro = $3",
                                   pg::quote_identifier(origin.tabela)),
                       {record.lote_id, record.arquivo_id, record.nr_registro});
  if (rows.rows() == 0) {
    // A healed rejection: its bytes stay where they were.
    origin.tabela = "registro_rejeitado";
    rows = connection.query(
        "SELECT byte_inicio, byte_tamanho, convert_from(conteudo, 'UTF8') FROM registro_rejeitado "
        "WHERE arquivo_id = $1 AND nr_registro = $2 AND camada = 'raw'",
        {record.arquivo_id, record.nr_registro});
  }
  if (rows.rows() == 0) {
    throw Error(ErrorKind::not_found, fmt::format("raw has no record {} of file {}: see gdo audit",
                                                  record.nr_registro, record.arquivo_id));
  }
  origin.byte_inicio = rows.integer(0, 0);
  origin.byte_tamanho = rows.integer(0, 1);
  origin.dados_completos = rows.text(0, 2);
  return origin;
}

}  // namespace

Lineage lineage(pg::Connection& connection, const TableKey& row, bool everything) {
  const SilverRows silver = row.tabela.starts_with("service_")
                                ? GoldToSilver(connection, row, everything).follow()
                                : silver_itself(connection, row);
  Lineage found{row, {}, silver.counts()};
  std::map<std::int64_t, std::pair<FileOrigin, std::string>> files;
  for (const auto& [record, rows] : silver.records()) {
    auto place = files.find(record.arquivo_id);
    if (place == files.end()) {
      std::string payload;
      FileOrigin file = file_of(connection, record.arquivo_id, payload);
      place = files.emplace(record.arquivo_id, std::pair(std::move(file), payload)).first;
    }
    RawOrigin origin = raw_of(connection, record, place->second.second);
    origin.linhas = rows;
    place->second.first.registros.push_back(std::move(origin));
  }
  for (auto& [id, file] : files) found.arquivos.push_back(std::move(file.first));
  return found;
}

}  // namespace gdo::service
