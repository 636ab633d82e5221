#include "raw/retry.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "contract/ddl/raw_ddl.h"
#include "embedded/raw_sql.h"
#include "pg/param.h"
#include "raw/record_checker.h"

namespace gdo::raw {
namespace {

constexpr std::size_t kReadableBehind = 64;

struct FileOfRejections {
  std::int64_t id = 0;
  std::string file_name;
  std::int64_t lote_id = 0;
  std::string payload;
  std::string tenant;
  std::string processed_at;
};

std::vector<FileOfRejections> files_of(pg::Connection& connection,
                                       const std::vector<std::int64_t>& ids) {
  const auto found = connection.query(raw_sql::files_of_rejections, {pg::integer_array(ids)});
  std::vector<FileOfRejections> files;
  for (int row = 0; row < found.rows(); ++row) {
    files.push_back({found.integer(row, 0), std::string(found.text(row, 1)), found.integer(row, 2),
                     std::string(found.text(row, 3)), std::string(found.text(row, 4)),
                     std::string(found.text(row, 5))});
  }
  return files;
}

std::string insert_of(const contract::Payload& payload) {
  std::string columns;
  std::string values;
  for (const std::string& column : contract::raw_columns(payload)) {
    columns += (columns.empty() ? "" : ", ") + pg::quote_identifier(column);
    values += fmt::format("{}${}", values.empty() ? "" : ", ",
                          std::count(columns.begin(), columns.end(), ',') + 1);
  }
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", pg::quote_identifier("raw_" + payload.name),
                     columns, values);
}

// In the order of contract::raw_columns().
std::vector<pg::Param> row_of(const FileOfRejections& file, const decode::RawRecord& record,
                              const RecordChecker& checker) {
  std::vector<pg::Param> row = {file.lote_id,      file.id,
                                record.number,     static_cast<std::int64_t>(record.offset),
                                file.processed_at, static_cast<std::int64_t>(record.size),
                                file.tenant};
  for (std::size_t i = 0; i < checker.key_count(); ++i) {
    const decode::FieldValue& key = checker.key(i);
    const bool missing =
        key.kind == decode::FieldValue::Kind::absent || key.kind == decode::FieldValue::Kind::null;
    row.push_back(missing ? pg::Param(std::nullopt) : pg::Param(key.text));
  }
  row.emplace_back(file.file_name);
  row.emplace_back(record.bytes);
  return row;
}

// Moves records from rejected to loaded in the books of their file and lote.
void correct_counts(pg::Connection& connection, const FileOfRejections& file,
                    const std::vector<std::int64_t>& corrected) {
  const auto count = static_cast<std::int64_t>(corrected.size());
  connection.query(raw_sql::correct_rejections, {pg::integer_array(corrected)});
  connection.query(raw_sql::correct_files, {file.id, count});
  connection.query(raw_sql::correct_lote, {file.lote_id, count});
}

void retry_file(pg::Connection& connection, const contract::Payload& payload,
                const FileOfRejections& file, const std::vector<std::int64_t>& ids,
                control::LogManager& log, RetryCounts& counts) {
  pg::Transaction transaction(connection);
  RecordChecker checker(payload, file.tenant);
  const std::string insert = insert_of(payload);
  std::vector<std::int64_t> corrected;
  const auto rejected =
      connection.query(raw_sql::rejected_records, {pg::integer_array(ids), file.id});
  for (int row = 0; row < rejected.rows(); ++row) {
    ++counts.examined;
    if (rejected.boolean(row, 5)) {
      ++counts.broken;
      continue;
    }
    std::string bytes = pg::bytes_of_hex(rejected.text(row, 4));
    const std::size_t size = bytes.size();
    bytes.append(kReadableBehind, ' ');
    decode::RawRecord record;
    record.bytes = std::string_view(bytes).substr(0, size);
    record.offset = static_cast<std::uint64_t>(rejected.integer(row, 2));
    record.size = static_cast<std::uint64_t>(rejected.integer(row, 3));
    record.number = rejected.integer(row, 1);
    if (!checker.check(record).empty()) continue;
    connection.query(insert, row_of(file, record, checker));
    corrected.push_back(rejected.integer(row, 0));
  }
  if (!corrected.empty()) {
    correct_counts(connection, file, corrected);
    const auto count = static_cast<std::int64_t>(corrected.size());
    const control::LogEntry entry{
        .payload = payload.name,
        .file_name = file.file_name,
        .status = control::LogStatus::success,
        .message = fmt::format("{} registro(s) rejeitado(s) carregado(s) em nova "
                               "tentativa",
                               count),
        .records_processed = count,
        .lote_id = file.lote_id};
    log.write(connection, {&entry, 1});
    counts.corrected += count;
  }
  transaction.commit();
}

}  // namespace

RetryCounts retry_rejected(pg::Connection& connection, const contract::Catalog& catalog,
                           const std::vector<std::int64_t>& ids, control::LogManager& log) {
  RetryCounts counts;
  for (const FileOfRejections& file : files_of(connection, ids)) {
    const contract::Payload* payload = catalog.payload(file.payload);
    if (payload != nullptr) retry_file(connection, *payload, file, ids, log, counts);
  }
  return counts;
}

namespace {

std::string why_not_retired(const pg::Result& file) {
  if (file.rows() == 0) return "there is no such file";
  const std::string_view status = file.text(0, 0);
  if (status == "carregado" || status == "substituido") return {};
  if (status == "duplicado") {
    return fmt::format("it loaded nothing: its bytes came with file {}; retire that one",
                       file.text(0, 4));
  }
  if (status == "retirado") return "it is taken back already";
  return fmt::format("its status is {}: it loaded nothing that could be taken back", status);
}

}  // namespace

std::string retire_file(pg::Connection& idle, control::LogManager& log, std::int64_t id,
                        const std::string& why) {
  pg::Transaction transaction(idle);
  const pg::Result file = idle.query(raw_sql::file_to_retire, {id});
  if (std::string refusal = why_not_retired(file); !refusal.empty()) return refusal;
  const std::string& who = log.identity().user;
  idle.query(raw_sql::retire_file, {id, who, why});
  idle.query(raw_sql::restore_older, {id});
  idle.query(raw_sql::close_rejections, {id, who, why});
  idle.query("UPDATE lote SET trusted_pendente = true WHERE id = $1", {file.integer(0, 3)});
  const control::LogEntry entry{
      .payload = std::string(file.text(0, 1)),
      .file_name = std::string(file.text(0, 2)),
      .status = control::LogStatus::warning,
      .message = "entrega retirada pelo operador: suas linhas deixam trusted",
      .details = nlohmann::json{{"arquivo_id", id}, {"motivo", why}}.dump(),
      .lote_id = file.integer(0, 3)};
  log.write(idle, {&entry, 1});
  transaction.commit();
  return {};
}

}  // namespace gdo::raw
