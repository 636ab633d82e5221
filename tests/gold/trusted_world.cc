#include "gold/trusted_world.h"

#include <fmt/format.h>

#include "contract/ddl/trusted_ddl.h"
#include "contract/reader/catalog_loader.h"
#include "gold/models.h"
#include "gold/schema.h"
#include "raw/schema.h"

namespace gdo::gold::test {
namespace {

using namespace std::chrono_literals;

// Months in which tests slaughter.
constexpr std::array kMonths = {2024y / 12, 2025y / 1, 2025y / 2, 2025y / 3};

std::string key_matches(const std::vector<std::string>& key) {
  std::string text = "true";
  for (const std::string& column : key) {
    text += fmt::format(" AND t.{0} = r.{0}", pg::quote_identifier(column));
  }
  return text;
}

std::string columns_of(const Json& row) {
  std::string text;
  for (const auto& [name, value] : row.items()) {
    text += (text.empty() ? "" : ", ") + pg::quote_identifier(name);
  }
  return text;
}

void insert(pg::Connection& connection, const std::string& table, const Json& row) {
  const std::string name = pg::quote_identifier(table);
  connection.query(fmt::format("INSERT INTO {0} ({1}) SELECT {1} FROM "
                               "jsonb_populate_record(NULL::{0}, $1::jsonb)",
                               name, columns_of(row)),
                   {row.dump()});
}

void remove(pg::Connection& connection, const std::string& table,
            const std::vector<std::string>& key, const Json& row) {
  const std::string name = pg::quote_identifier(table);
  connection.query(
      fmt::format("DELETE FROM {0} t USING jsonb_populate_record(NULL::{0}, $1::jsonb) "
                  "r WHERE {1}",
                  name, key_matches(key)),
      {row.dump()});
}

// The label of a half-carcass.
std::string label(const Lot& lot, int sequence, int side) {
  const std::string date = lot.day.substr(8, 2) + lot.day.substr(5, 2) + lot.day.substr(0, 4);
  return fmt::format("{:0>5}{}{:04}{}", lot.unit, date, sequence, side);
}

Json merged(Json row, const Json& but) {
  row.update(but);
  return row;
}

}  // namespace

TrustedWorld::TrustedWorld()
    : catalog_(contract::load_catalog()), connection_(database_.connect()) {
  // Nothing here outlives the test.
  connection_.query("SET synchronous_commit = off");
  raw::apply_schema(connection_, catalog_);
  for (const contract::Contract& contract : catalog_.contracts()) make_partitions(contract);
  apply_models(connection_);
}

TrustedWorld& TrustedWorld::empty_again() {
  static TrustedWorld world;
  world.clear();
  return world;
}

void TrustedWorld::clear() {
  for (const contract::Contract& contract : catalog_.contracts()) {
    for (const contract::TableDefinition& table : contract::trusted_tables(contract)) {
      connection_.query("DELETE FROM " + pg::quote_identifier(table.name));
    }
  }
  for (const std::string& table : gold_tables()) {
    connection_.query("DELETE FROM " + pg::quote_identifier(table));
  }
  connection_.execute(
      "DELETE FROM mudanca; DELETE FROM modelo_cliente; DELETE FROM alerta; "
      "DELETE FROM log_processamento; DELETE FROM registro_rejeitado; "
      "DELETE FROM programa_regra WHERE token_cliente <> '*'");
}

void TrustedWorld::make_partitions(const contract::Contract& contract) {
  for (const contract::TableDefinition& table : contract::trusted_tables(contract)) {
    connection_.execute(contract::create_trusted_table(table) +
                        contract::create_trusted_indexes(table));
    if (table.partition_column.empty()) continue;
    for (const auto month : kMonths) {
      connection_.execute(contract::create_trusted_partition(table, month));
    }
  }
}

void TrustedWorld::write_links(const contract::Contract& contract, const Json& row) {
  const std::string table = pg::quote_identifier("trusted_" + contract.entity);
  const std::vector<std::string> key = contract::trusted_tables(contract).front().primary_key;
  for (const std::vector<std::string>& link : contract.links) {
    std::string members;
    std::string known;
    for (const std::string& column : link) {
      members += fmt::format("{}'{}', t.{}", members.empty() ? "" : ", ", column,
                             pg::quote_identifier(column));
      known += fmt::format(" AND t.{} IS NOT NULL", pg::quote_identifier(column));
    }
    connection_.query(
        fmt::format("INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao) "
                    "SELECT e.modelo, t.token_cliente, e.entidade, jsonb_build_object({0}) "
                    "FROM {1} t JOIN jsonb_populate_record(NULL::{1}, $2::jsonb) r "
                    "ON {2} "
                    "JOIN modelo_entrada e ON e.entidade = $1 WHERE true{3}",
                    members, table, key_matches(key), known),
        {contract.entity, row.dump()});
  }
}

void TrustedWorld::put(const std::string& entity, const Json& row,
                       const std::map<std::string, std::vector<Json>>& children) {
  const contract::Contract& contract = *catalog_.contract(entity);
  Json full = {{"token_cliente", kTenant},
               {"lote_id", 1},
               {"arquivo_id", 1},
               {"nr_registro", 1},
               {"nr_item", 0},
               {"versao_objeto_ts", "1970-01-01T00:00:00Z"},
               {"versao_geracao", 0},
               {"versao_hash", 1},
               {"contrato_versao", "1"},
               {"versao_ts", "2025-02-01T00:00:00Z"},
               {"atualizado_em", "2025-02-01T00:00:00Z"}};
  full["nr_registro"] = ++version_;
  full.update(row);
  const auto tables = contract::trusted_tables(contract);
  const std::vector<std::string>& key = tables.front().primary_key;
  pg::Transaction transaction(connection_);
  write_links(contract, full);
  remove(connection_, "trusted_" + entity, key, full);
  insert(connection_, "trusted_" + entity, full);
  for (const contract::TableDefinition& table : tables) {
    if (table.name == "trusted_" + entity) continue;
    remove(connection_, table.name, key, full);
    const auto rows = children.find(table.name);
    if (rows == children.end()) continue;
    int place = 0;
    for (Json child : rows->second) {
      for (const std::string& column : key) child[column] = full[column];
      child["nr_item"] = ++place;
      insert(connection_, table.name, child);
    }
  }
  write_links(contract, full);
  transaction.commit();
}

std::string TrustedWorld::text(const std::string& sql) {
  const pg::Result rows = connection_.query(sql);
  if (rows.rows() == 0) return "(no row)";
  return rows.is_null(0, 0) ? "(null)" : std::string(rows.text(0, 0));
}

std::int64_t TrustedWorld::count(const std::string& sql) {
  return connection_.query(sql).integer(0, 0);
}

std::string TrustedWorld::contents(const std::string& table) {
  return text(
      fmt::format("SELECT coalesce(string_agg(q.linha, chr(10) ORDER BY q.linha), '') "
                  "FROM (SELECT (to_jsonb(t) - 'atualizado_em')::text AS linha FROM {} t) q",
                  pg::quote_identifier(table)));
}

std::vector<std::string> TrustedWorld::gold_tables() {
  std::vector<std::string> names;
  for (const Model& model : built_in_models()) names.push_back(model.name);
  return names;
}

Json a_schedule(const Lot& lot, const Json& but) {
  return merged({{"nr_unidade_abate", lot.unit},
                 {"dt_abate", lot.day},
                 {"nr_lote_abate", lot.number},
                 {"cnpj_industria_abate", "11222333000181"},
                 {"nr_seq_abate", lot.first},
                 {"qtde_animais", lot.head},
                 {"prod_cpf_cnpj", fmt::format("529982247{:02}", lot.number)},
                 {"faz_nome", fmt::format("FAZENDA {}", lot.number)},
                 {"faz_estado", "MT"}},
                but);
}

Json a_half(const Lot& lot, int sequence, int side, const Json& but) {
  return merged({{"nr_unidade_abate", lot.unit},
                 {"dt_abate", lot.day},
                 {"nr_lote_abate", lot.number},
                 {"nr_sequencial", sequence},
                 {"nr_banda", side},
                 {"codigo_barra_etiqueta", label(lot, sequence, side)},
                 {"peso_carcaca", 140.5}},
                but);
}

Json an_order(const Order& order, const Json& but) {
  return merged({{"nr_unidade_desossa", order.unit},
                 {"nr_op_desossa", order.number},
                 {"nr_unidade_abate", order.slaughter_unit},
                 {"dt_abate", order.day},
                 {"dt_producao", order.day}},
                but);
}

Json a_source(const Lot& lot) {
  return {{"nr_lote_abate", lot.number},
          {"nr_unidade_abate_lote", lot.unit},
          {"dt_abate_lote", lot.day}};
}

Json a_quarter(const Lot& lot, int sequence, int side, const std::string& cut, double kilos) {
  return {{"tipo_corte", cut},
          {"peso_corte", kilos},
          {"cod_barra_corte", label(lot, sequence, side) + cut}};
}

Json a_box(const Order& order, const std::string& code, const Json& but) {
  return merged({{"nr_unidade_desossa", order.unit},
                 {"nr_op_desossa", order.number},
                 {"codigo_barras", code},
                 {"dt_abate", order.day},
                 {"dt_producao", order.day},
                 {"dt_embalagem", order.day},
                 {"dt_validade", "2025-06-30"},
                 {"sku_codigo", 10},
                 {"sku_descricao", "PATINHO BOV CONG"},
                 {"peso_liquido", 21.4}},
                but);
}

Json a_sale(const std::string& number, const Json& but) {
  return merged({{"cnpj_local_estoque", "11222333000181"},
                 {"nr_pedido", number},
                 {"carga", "1"},
                 {"dt_venda", "2025-02-03"},
                 {"dt_expedicao", "2025-02-04"}},
                but);
}

Json a_line(const std::string& code) {
  return {{"codigo_barras", code}, {"sku_codigo", 10}, {"dt_validade", "2025-06-30"}};
}

Json an_invoice(const std::string& number, const std::string& day) {
  return {{"numero", number},
          {"dt_emissao", day},
          {"destino_nome_razaosocial", "AÇOUGUE DO TESTE"},
          {"destino_cpf_cnpj", "11444777000161"}};
}

Json an_animal(const std::string& id, const Json& but) {
  return merged({{"id_animal", id},
                 {"id_propriedade", "FAZ-1"},
                 {"data_nascimento", "2022-10-01"},
                 {"data_entrada", "2023-05-01"}},
                but);
}

void slaughter(TrustedWorld& world, const Lot& lot, const Json& schedule) {
  world.put("escala", a_schedule(lot, schedule));
  for (int sequence = lot.first; sequence < lot.first + lot.head; ++sequence) {
    for (const int side : {1, 2}) world.put("carcacas", a_half(lot, sequence, side));
  }
}

void debone(TrustedWorld& world, const Order& order, const std::vector<Lot>& lots) {
  std::vector<Json> sources;
  for (const Lot& lot : lots) sources.push_back(a_source(lot));
  world.put("desossa", an_order(order), {{"trusted_desossa_lotes", sources}});
}

}  // namespace gdo::gold::test
