#include "lineage/lineage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "embedded/lineage_sql.h"
#include "lineage/silver_rows.h"
#include "pg/connection.h"
#include "pg/param.h"
#include "trace/event_scope.h"
#include "trace/model_way.h"
#include "trace/trace_queries.h"

namespace gdo::lineage {
namespace {

std::int64_t rows_in(pg::Connection& connection, const char* scope) {
  return connection.query(fmt::format("SELECT count(*) FROM {}", scope)).integer(0, 0);
}

// The rows of silver that a row of service_resumo_mensal sums up, in the caller's open transaction:
// of a slaughter plant its lots' schedules and half-carcasses; of a deboning plant its boxes, and
// what their flags stand on; of a stock its sales and their boxes, and the same; of the tenant the
// rejections. The first `limit` rows of each table are kept, the rest counted.
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

using Numbers = std::vector<std::int64_t>;
using Origins = std::map<std::int64_t, RawOrigin>;  // by nr_registro

FileOrigin file_of(pg::Connection& connection, std::int64_t id) {
  const pg::Result rows = connection.query(trace::trace_query("linhagem/arquivo.sql"), {id});
  if (rows.rows() == 0) {
    throw Error(ErrorKind::not_found, fmt::format("the ledger has no file {}: see gdo audit", id));
  }
  FileOrigin file;
  file.file_id = id;
  file.file = rows.text(0, 0);
  file.generation = rows.integer(0, 1);
  file.sha256 = rows.text(0, 2);
  file.payload = rows.text(0, 3);
  return file;
}

void take(const pg::Result& rows, const std::string& table, bool hexadecimal, Origins& found) {
  for (int row = 0; row < rows.rows(); ++row) {
    RawOrigin origin;
    origin.table = table;
    origin.record_number = rows.integer(row, 0);
    origin.byte_start = rows.integer(row, 1);
    origin.byte_size = rows.integer(row, 2);
    origin.complete_data =
        hexadecimal ? pg::bytes_of_hex(rows.text(row, 3)) : std::string(rows.text(row, 3));
    found.try_emplace(origin.record_number, std::move(origin));
  }
}

// The records of one file, all in one look: raw has no index of single records.
Origins records_of(pg::Connection& connection, const FileOrigin& file, const Numbers& lotes,
                   const Numbers& numbers) {
  Origins found;
  const std::string table = "raw_" + file.payload;
  take(connection.query(fmt::format(lineage_sql::records_of_files, pg::quote_identifier(table)),
                        {pg::integer_array(lotes), file.file_id, pg::integer_array(numbers)}),
       table, false, found);
  if (found.size() < numbers.size()) {
    // Raw's own rejections, also those corrected since: their bytes stay where they were.
    take(connection.query(trace::trace_query("linhagem/registros_rejeitados.sql"),
                          {file.file_id, pg::integer_array(numbers)}),
         "registro_rejeitado", true, found);
  }
  for (const std::int64_t number : numbers) {
    if (found.contains(number)) continue;
    throw Error(ErrorKind::not_found, fmt::format("raw has no record {} of file {}: see gdo audit",
                                                  number, file.file_id));
  }
  return found;
}

// The files that brought these rows, with the records of those that are shown, by the files' ids.
// Throws Error(not_found) when the ledger or raw has lost one.
std::vector<FileOrigin> file_origins(pg::Connection& connection, const SilverRows& silver) {
  std::map<std::int64_t, std::vector<SilverRows::Record>> shown;
  for (const auto& [record, rows] : silver.records()) shown[record.file_id].push_back(record);
  std::vector<FileOrigin> files;
  for (const auto& [id, counts] : silver.files()) {
    FileOrigin file = file_of(connection, id);
    file.rows = counts;
    Numbers lotes;
    Numbers numbers;
    for (const SilverRows::Record& record : shown[id]) {
      lotes.push_back(record.lote_id);
      numbers.push_back(record.record_number);
    }
    if (!numbers.empty()) {
      Origins origins = records_of(connection, file, lotes, numbers);
      for (const SilverRows::Record& record : shown[id]) {
        RawOrigin& origin = origins.at(record.record_number);
        origin.rows = silver.records().at(record);
        file.records.push_back(std::move(origin));
      }
    }
    files.push_back(std::move(file));
  }
  return files;
}

using Json = nlohmann::ordered_json;

constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();

// Follows a row of gold to the rows of silver it was worked out from, by what the heads of models
// say of where their rows come from.
class GoldToSilver {
 public:
  GoldToSilver(pg::Connection& connection, const gold::Models& models, const TableKey& row,
               std::int64_t limit)
      : connection_(connection),
        models_(models),
        silver_(connection, row.tenant),
        ways_(connection, row.tenant),
        row_(row),
        limit_(limit) {}

  SilverRows follow() {
    const gold::Model* model = models_.find(row_.table);
    if (model == nullptr) {
      throw Error(ErrorKind::config,
                  fmt::format("no model of {} is known; let GDO_MODELS name the folder it is in",
                              row_.table));
    }
    if (model->sums.empty()) {
      add_origins(*model, Json::array({row_.key}), kAll);
    } else {
      add_month(connection_, row_, limit_, silver_);
    }
    if (!model->records_sql.empty()) silver_.add_records(model->records_sql, row_.key);
    return std::move(silver_);
  }

 private:
  void add_origins(const gold::Model& model, const Json& rows, std::int64_t limit) {
    for (const gold::ModelOrigin& origin : model.origins) {
      const Json keys = ways_.follow(model.name, rows, origin.way, origin.to);
      if (keys.empty()) continue;
      const std::int64_t most = origin.sample ? std::min(limit, limit_) : limit;
      if (const gold::Model* gold = models_.find(origin.to.name); gold != nullptr) {
        add_origins(*gold, keys, most);
      } else {
        silver_.add(origin.to.name, keys, most);
      }
    }
  }

  pg::Connection& connection_;
  const gold::Models& models_;
  SilverRows silver_;
  trace::ModelWays ways_;
  const TableKey& row_;
  std::int64_t limit_;
};

// The records that bear the name of a row of silver: those of the gold row that has its key.
void add_records_of(const gold::Models& models, const std::string& table, const Json& key,
                    SilverRows& silver) {
  for (const gold::Model& model : models) {
    if (model.records_sql.empty()) continue;
    for (const gold::ModelOrigin& origin : model.origins) {
      const bool same = origin.to.name == table && origin.way.empty() &&
                        origin.to.columns.size() == key.size() &&
                        origin.to.columns.size() + 1 == model.key.size();
      if (same) silver.add_records(model.records_sql, key);
    }
  }
}

SilverRows silver_itself(pg::Connection& connection, const gold::Models& models,
                         const TableKey& row) {
  const pg::Result found =
      connection.query(trace::trace_query("linhagem/tabela_de_origem.sql"), {row.table});
  if (found.rows() == 0) {
    throw Error(ErrorKind::internal,
                fmt::format("nothing is known of where rows of {} come from", row.table));
  }
  const std::string table(found.text(0, 0));
  Json key = Json::object();
  for (const std::string& column : trace::key_columns(connection, table))
    key[column] = row.key[column];
  SilverRows silver(connection, row.tenant);
  silver.add(table, Json::array({key}), kAll);
  add_records_of(models, table, key, silver);
  return silver;
}

}  // namespace

Lineage lineage(pg::Connection& connection, const TableKey& row, std::int64_t limit,
                const gold::Models& models) {
  // One picture of all tables, the caller's where there is one; a month's scope stands in temporary
  // ones.
  std::optional<pg::Transaction> transaction;
  if (!connection.in_transaction()) {
    transaction.emplace(connection, pg::Isolation::snapshot);
  }
  const SilverRows silver = row.table.starts_with("service_")
                                ? GoldToSilver(connection, models, row, limit).follow()
                                : silver_itself(connection, models, row);
  Lineage found{row, file_origins(connection, silver), silver.tables()};
  if (transaction) transaction->commit();
  return found;
}

}  // namespace gdo::lineage
