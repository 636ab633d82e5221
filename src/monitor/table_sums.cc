#include "monitor/table_sums.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "embedded/monitor_sql.h"

namespace gdo::monitor {
namespace {

// Surrogate ids, lotes, processing times and who judged; where a row came from (of two files that
// bring the same row, which one did depends on the order); and its version, which the check
// linhas_com_arquivo_trusted holds against the ledger instead.
constexpr std::array<std::string_view, 18> kNoFacts = {"id",
                                                       "lote_id",
                                                       "arquivo_id",
                                                       "nome_arquivo",
                                                       "nr_registro",
                                                       "nr_item",
                                                       "versao_ts",
                                                       "versao_hash",
                                                       "criado_em",
                                                       "atualizado_em",
                                                       "contrato_versao",
                                                       "data_processamento",
                                                       "hostname",
                                                       "usuario",
                                                       "versao_script",
                                                       "processado_em",
                                                       "versao_objeto_ts",
                                                       "versao_geracao"};

bool is_fact(const DataColumn& column) {
  if (column.in_key) return true;
  return std::find(kNoFacts.begin(), kNoFacts.end(), column.name) == kNoFacts.end();
}

// Two sums of the hashes of `row`, an expression that gives each row's whole text.
std::string sums_of(std::string_view row) {
  return fmt::format(
      "sum(hashtextextended({0} COLLATE \"C\", 1)), "
      "sum(hashtextextended({0} COLLATE \"C\", 2))",
      row);
}

std::string data_query(const DataTable& table) {
  std::string columns;
  for (const DataColumn& column : table.columns) {
    if (!is_fact(column)) continue;
    const std::string name = "t." + pg::quote_identifier(column.name);
    columns += (columns.empty() ? "" : ", ") +
               (column.numeric ? fmt::format("trim_scale({})", name) : name);
  }
  return fmt::format("SELECT count(*), {} FROM {} t",
                     sums_of(fmt::format("ROW({})::text", columns)),
                     pg::quote_identifier(table.name));
}

// A record is known by its file's bytes, not by the file's name. Its text is long: hashed apart, as
// quoting it for the row would cost more than all the rest.
std::string raw_query(const DataTable& table) {
  std::string columns = "a.sha256, t.nr_registro";
  for (const DataColumn& column : table.columns) {
    if (!is_fact(column) || column.name == "dados_completos") continue;
    columns += ", t." + pg::quote_identifier(column.name);
  }
  const std::string row =
      fmt::format("ROW({}, hashtextextended(t.dados_completos::text, 3))::text", columns);
  return fmt::format(monitor_sql::sums_of_raw, pg::quote_identifier(table.name), sums_of(row),
                     monitor_sql::distinct_contents);
}

// A healed rejection is history: what it said of the data does not hold any more.
std::string rejection_query() {
  const std::string row =
      "ROW(r.token_cliente, r.tipo_payload, r.camada, r.entidade, a.sha256, r.nr_registro, "
      "r.nr_item, r.byte_inicio, r.byte_tamanho, r.motivos, r.status, sha256(r.conteudo))::text";
  return fmt::format(monitor_sql::sums_of_rejections, sums_of(row), monitor_sql::distinct_contents);
}

// Deliveries: what came under which name, and whether it could be read. Which of two identical
// files counts as the duplicate, and where a file's name was taken, depends on the order of
// arrival.
std::string file_query() {
  const std::string row =
      "ROW(d.token_cliente, d.tipo_payload, d.nome_arquivo, d.sha256, d.tamanho, d.codigo_erro, "
      "d.linha, d.coluna, d.registros_lidos)::text";
  return fmt::format(monitor_sql::sums_of_files, sums_of(row));
}

// The decimal number modulo 2^64: unsigned arithmetic wraps.
std::uint64_t wrapped(std::string_view number) {
  const bool negative = number.starts_with('-');
  std::uint64_t value = 0;
  for (const char digit : number.substr(negative ? 1 : 0)) {
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return negative ? 0 - value : value;
}

TableSum sum_of(pg::Connection& connection, const std::string& table, const std::string& query) {
  const pg::Result row = connection.query(query);
  return {.table = table,
          .rows = row.integer(0, 0),
          .sum = fmt::format("{:016x}{:016x}", wrapped(row.text(0, 1)), wrapped(row.text(0, 2)))};
}

}  // namespace

std::vector<TableSum> table_sums(pg::Connection& connection, const std::vector<DataTable>& tables) {
  std::vector<TableSum> sums = {
      sum_of(connection, "arquivo", file_query()),
      sum_of(connection, "registro_rejeitado", rejection_query()),
  };
  for (const DataTable& table : tables) {
    const bool raw = table.layer() == "raw";
    sums.push_back(sum_of(connection, table.name, raw ? raw_query(table) : data_query(table)));
  }
  return sums;
}

}  // namespace gdo::monitor
