#include "monitor/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/outside_text.h"
#include "contract/contract.h"
#include "embedded/audit_sql.h"
#include "embedded/monitor_sql.h"
#include "monitor/data_tables.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::monitor {
namespace {

constexpr const char* kCounts = "count(*), sum(nr_registro), sum(nr_registro * nr_registro)";

void count_raw(pg::Connection& connection, const DataTable& table) {
  connection.query(fmt::format(monitor_sql::count_raw, kCounts, pg::quote_identifier(table.name)),
                   {table.subject()});
}

void count_trusted(pg::Connection& connection, const DataTable& table) {
  connection.query(fmt::format(monitor_sql::count_trusted, pg::quote_identifier(table.name)),
                   {table.subject()});
}

void count_orphans(pg::Connection& connection, const contract::Contract& parent,
                   const std::string& child) {
  std::string same = "p.token_cliente = f.token_cliente";
  for (const std::size_t place : parent.key) {
    const std::string column = pg::quote_identifier(parent.fields[place].column);
    same += fmt::format(" AND p.{0} = f.{0}", column);
  }
  connection.query(fmt::format(monitor_sql::count_orphans, pg::quote_identifier("trusted_" + child),
                               pg::quote_identifier("trusted_" + parent.entity), same),
                   {child, parent.entity});
}

bool exists(const std::vector<DataTable>& tables, const std::string& name) {
  return std::any_of(tables.begin(), tables.end(),
                     [&](const DataTable& table) { return table.name == name; });
}

// Counts rows once for all checks, one pass a table, into temporary tables of the open transaction:
//   contagem_raw (tipo_payload, token_cliente, lote_id, arquivo_id, linhas, soma, quadrados)
//   contagem_rejeitado (camada, arquivo_id, linhas, soma, quadrados), corrected ones left out
//   contagem_trusted (entidade, token_cliente, lote_id, arquivo_id, versao_ts, versao_objeto_ts,
//     versao_geracao, versao_hash, linhas)
//   contagem_filho (filho, entidade, sem_pai): rows of a child table without their parent row
// soma and quadrados are of nr_registro.
void count_rows(pg::Connection& in_transaction, const std::vector<DataTable>& tables,
                const contract::Catalog& catalog) {
  in_transaction.execute(monitor_sql::create_tables);
  in_transaction.query(fmt::format(monitor_sql::count_rejected, kCounts));
  for (const DataTable& table : tables) {
    if (table.layer() == "raw") count_raw(in_transaction, table);
    if (table.layer() == "trusted" && table.has("arquivo_id")) count_trusted(in_transaction, table);
  }
  for (const contract::Contract& contract : catalog.contracts()) {
    for (const contract::Child& child : contract.children) {
      if (!child.stored || !exists(tables, "trusted_" + child.entity)) continue;
      count_orphans(in_transaction, contract, child.entity);
    }
  }
}

// Lists done/ into the temporary table lago (caminho, geracao, tamanho) of this transaction, for
// the audit's checks. Throws Error(lake_unreachable).
void count_lake(pg::Connection& in_transaction, store::ObjectStore& lake) {
  in_transaction.execute(
      "CREATE TEMPORARY TABLE lago (caminho text, geracao bigint, tamanho bigint) ON COMMIT DROP");
  std::string page;
  do {
    const store::ListPage listed = lake.list("done/", page);
    pg::JsonRows rows;
    for (const store::ObjectInfo& object : listed.objects) {
      rows.begin_row()
          .text("caminho", lake.uri() + "/" + storable_text(object.name))
          .int8("geracao", object.generation)
          .int8("tamanho", static_cast<std::int64_t>(object.size));
    }
    in_transaction.query(monitor_sql::insert_objects, {std::move(rows).take()});
    page = listed.next;
  } while (!page.empty());
  in_transaction.execute("ANALYZE lago");
}

}  // namespace

bool AuditReport::balanced() const {
  return std::all_of(
      verifications.begin(), verifications.end(),
      [](const Verification& verification) { return verification.ok || verification.warning; });
}

namespace {

constexpr std::string_view kRequires = "-- requer:";
constexpr std::string_view kWarns = "-- aviso:";

// "raw/livros_lote.sql" -> "livros_lote"
std::string name_of(std::string_view path) {
  const std::string_view file = path.substr(path.rfind('/') + 1);
  return std::string(file.substr(0, file.rfind('.')));
}

// The tables of the line "-- requer: a, b"; empty when there is none.
std::vector<std::string> required_tables(std::string_view sql) {
  std::vector<std::string> tables;
  std::size_t place = sql.find(kRequires);
  if (place == std::string_view::npos) return tables;
  place += kRequires.size();
  std::string_view line = sql.substr(place, sql.find('\n', place) - place);
  while (!line.empty()) {
    const std::size_t first = line.find_first_not_of(", \r");
    if (first == std::string_view::npos) break;
    line.remove_prefix(first);
    const std::size_t end = std::min(line.find_first_of(", \r"), line.size());
    tables.emplace_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return tables;
}

bool all_exist(pg::Connection& connection, const std::vector<std::string>& tables) {
  if (tables.empty()) return true;
  return connection
      .query("SELECT bool_and(to_regclass(t) IS NOT NULL) FROM unnest($1::text[]) AS t",
             {pg::text_array(tables)})
      .boolean(0, 0);
}

std::string detail_of(const Verification& verification, std::string_view examples, bool english) {
  if (verification.ok) {
    return fmt::format("{} {}", verification.checked, english ? "checked" : "conferido(s)");
  }
  return fmt::format("{} {} {} {}: {}{}", verification.failures, english ? "of" : "de",
                     verification.checked, english ? "do not agree" : "não conferem", examples,
                     verification.failures > 5 ? "; …" : "");
}

Verification run_check(pg::Connection& connection, const audit_sql::File& file, bool english) {
  const pg::Result row = connection.query(fmt::format(monitor_sql::count_check, file.text));
  Verification verification{.name = name_of(file.path),
                            .ok = row.integer(0, 1) == 0,
                            .warning = file.text.find(kWarns) != std::string_view::npos,
                            .detail = {},
                            .checked = row.integer(0, 0),
                            .failures = row.integer(0, 1)};
  verification.detail = detail_of(verification, row.text(0, 2), english);
  return verification;
}

// Runs the checks of sql/auditoria/ whose tables exist. Rows must have been counted in this
// transaction (monitor/audit.cc).
std::vector<Verification> run_audit_checks(pg::Connection& in_transaction) {
  const bool english =
      in_transaction.query("SELECT coalesce(current_setting('gdo.idioma', true) = 'en', false)")
          .boolean(0, 0);
  std::vector<Verification> verifications;
  for (const audit_sql::File& file : audit_sql::files()) {
    if (!all_exist(in_transaction, required_tables(file.text))) continue;
    verifications.push_back(run_check(in_transaction, file, english));
  }
  return verifications;
}

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

// A corrected rejection is history: what it said of the data does not hold any more.
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

// An order-independent checksum over what each table says: every row's text is hashed twice to 64
// bits (PostgreSQL's hashtextextended, which has been the same since version 11), the hashes are
// added up modulo 2^64. Equal facts give equal sums, whatever the order, workers, crashes and names
// of identical files on the way. What takes no part, and why: docs/decisions/soma.md.
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

}  // namespace

AuditReport audit(pg::Connection& connection, const contract::Catalog& catalog,
                  store::ObjectStore* lake) {
  require_tables(connection);
  pg::Transaction snapshot(connection, pg::Isolation::snapshot);
  const std::vector<DataTable> tables = data_tables(connection);
  count_rows(connection, tables, catalog);
  if (lake != nullptr) count_lake(connection, *lake);
  AuditReport report;
  report.verifications = run_audit_checks(connection);
  report.tables = table_sums(connection, tables);
  return report;  // and the counts are gone: nothing is committed
}

}  // namespace gdo::monitor
