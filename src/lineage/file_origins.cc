#include "lineage/file_origins.h"

#include <fmt/format.h>

#include "embedded/lineage_sql.h"
#include "pg/bytea.h"
#include "trace/trace_queries.h"

namespace gdo::lineage {
namespace {

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
    // Raw's own rejections, also those healed since: their bytes stay where they were.
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

}  // namespace

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

}  // namespace gdo::lineage
