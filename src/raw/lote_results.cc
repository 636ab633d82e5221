#include "raw/lote_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>
#include <vector>

#include "base/encodings.h"
#include "base/outside_text.h"
#include "control/work_signals.h"
#include "embedded/raw_sql.h"
#include "raw/delivery_alerts.h"

namespace gdo::raw {
namespace {

void add_unless_zero(pg::JsonRows& rows, std::string_view name, std::int64_t number) {
  if (number != 0) rows.int8(name, number);
}

// A row of finish_files.
void add_result(pg::JsonRows& rows, const control::LotePlan& plan, const PreparedFile& file) {
  rows.begin_row()
      .int8("id", file.file.id)
      .text("status", to_text(file.status))
      .text("sha256", hex_of(file.content.sha256))
      .int8("crc32c", file.content.crc32c)
      .int8("tamanho", static_cast<std::int64_t>(file.content.size))
      .int8("versao_us", file.version.time_us)
      .boolean("versao_futura", !file.version.believed)
      .int8("objeto_us", file.version.object_us)
      .int8("versao_geracao", file.version.generation)
      .int8("versao_hash", file.version.hash)
      .text("destino", storable_text(destination_of(plan, file)))
      .int8("lidos", file.counts.read)
      .int8("carregados", file.counts.loaded)
      .int8("rejeitados", file.counts.rejected)
      .int8("duplicados", file.counts.duplicates);
  add_unless_zero(rows, "original_id", file.original_id);
  if (file.status == FileStatus::error) {
    rows.text("codigo_erro", file.error->code)
        .text("mensagem_erro", storable_text(file.error->message));
    add_unless_zero(rows, "linha", file.error->line);
    add_unless_zero(rows, "coluna", file.error->column);
  } else {
    add_unless_zero(rows, "lote_id", plan.lote_id);
  }
}

control::LogEntry result_entry(const control::LotePlan& plan, const PreparedFile& file) {
  control::LogEntry entry{.tenant = plan.tenant,
                          .payload = plan.payload,
                          .file_name = file.file.delivery.file_name,
                          .duration_ms = file.duration_ms,
                          .records_processed = file.counts.read,
                          .records_invalid = file.counts.rejected};
  nlohmann::json details = {{"token_cliente", plan.tenant},
                            {"arquivo_id", file.file.id},
                            {"bytes", file.content.size},
                            {"bytes_json", file.uncompressed_bytes},
                            {"sha256", hex_of(file.content.sha256)}};
  if (file.repeated_members > 0) details["registros_com_campo_repetido"] = file.repeated_members;
  if (file.status == FileStatus::error) {
    entry.status = control::LogStatus::error;
    entry.message = fmt::format("nada foi carregado: {} (linha {}, coluna {})", file.error->message,
                                file.error->line, file.error->column);
    details["codigo"] = file.error->code;
    details["linha"] = file.error->line;
    details["coluna"] = file.error->column;
  } else {
    entry.lote_id = plan.lote_id;
    entry.status = control::LogStatus::success;
    entry.message = fmt::format("{} registro(s) carregado(s)", file.counts.loaded);
  }
  if (file.status == FileStatus::duplicate) {
    entry.status = control::LogStatus::warning;
    entry.message = "conteúdo já carregado de outro arquivo: nada a carregar";
    details["original_id"] = file.original_id;
  } else if (file.counts.rejected > 0) {
    entry.status = control::LogStatus::warning;
    entry.message = fmt::format("{} registro(s) carregado(s), {} rejeitado(s)", file.counts.loaded,
                                file.counts.rejected);
  } else if (entry.status == control::LogStatus::success && file.repeated_members > 0) {
    entry.status = control::LogStatus::warning;
    entry.message += fmt::format("; em {} há campo repetido: vale o último", file.repeated_members);
  }
  entry.details = details.dump();
  return entry;
}

void insert_lote(pg::Connection& connection, const control::LogManager& log,
                 const control::LotePlan& plan, std::span<const PreparedFile> files,
                 std::int64_t duration_ms) {
  control::RecordCounts counts;
  std::int64_t loaded_files = 0;
  std::int64_t bytes = 0;
  for (const PreparedFile& file : files) {
    if (file.status == FileStatus::error || file.status == FileStatus::same_delivery) continue;
    ++loaded_files;
    counts += file.counts;
    bytes += static_cast<std::int64_t>(file.content.size);
  }
  if (loaded_files == 0) return;
  connection.query(raw_sql::insert_lote,
                   {plan.lote_id, plan.tenant, plan.payload, plan.processed_at_us, loaded_files,
                    bytes, counts.read, counts.loaded, counts.rejected, counts.duplicates,
                    duration_ms, log.identity().hostname, log.identity().version});
}

std::vector<std::int64_t> ids_with(std::span<const PreparedFile> files, FileStatus status) {
  std::vector<std::int64_t> ids;
  for (const PreparedFile& file : files) {
    if (file.status == status) ids.push_back(file.file.id);
  }
  return ids;
}

// A delivery that turned out to be loaded already is forgotten: its first claim holds the result.
void forget_repeated_claims(pg::Connection& connection, std::span<const PreparedFile> files) {
  const auto ids = ids_with(files, FileStatus::same_delivery);
  if (ids.empty()) return;
  connection.query("DELETE FROM arquivo WHERE id = ANY ($1::bigint[]) AND status = 'reservado'",
                   {pg::integer_array(ids)});
}

// `files` come in the order of their contents' hashes: two lotes that hold the same contents then
// wait for each other instead of blocking each other.
void finish_files(pg::Connection& connection, std::int64_t lease, const control::LotePlan& plan,
                  std::span<const PreparedFile* const> files) {
  pg::JsonRows rows;
  for (const PreparedFile* file : files) add_result(rows, plan, *file);
  const auto finished = connection.query(raw_sql::finish_files, {std::move(rows).take(), lease});
  if (finished.rows() == static_cast<int>(files.size())) return;
  throw Error(ErrorKind::transient,
              "another process took over files of this lote: its lease had run out; nothing was "
              "loaded twice",
              std::string(kTakenOver));
}

}  // namespace

std::string destination_of(const control::LotePlan& plan, const PreparedFile& file) {
  const std::string& name = file.file.delivery.object.name;
  const std::size_t folder_end = name.find('/', std::string_view("pending/").size());
  return (file.error ? "error/" : "done/") + plan.payload + name.substr(folder_end);
}

std::int64_t next_lote(pg::Connection& connection) {
  return connection.query("SELECT nextval(pg_get_serial_sequence('lote', 'id'))").integer(0, 0);
}

std::vector<PreparedFile*> by_name(std::span<PreparedFile> files) {
  std::vector<PreparedFile*> sorted;
  for (PreparedFile& file : files) sorted.push_back(&file);
  std::sort(sorted.begin(), sorted.end(), [](const PreparedFile* a, const PreparedFile* b) {
    return a->file.delivery.object.name < b->file.delivery.object.name;
  });
  return sorted;
}

void mark_duplicate(PreparedFile& file, std::int64_t original) {
  file.status = FileStatus::duplicate;
  file.original_id = original;
  file.counts = {.read = file.counts.read, .duplicates = file.counts.read};
}

void find_duplicates(pg::Connection& connection, std::span<PreparedFile> files) {
  std::vector<std::int64_t> ids;
  std::vector<std::string> hashes;
  std::map<std::int64_t, PreparedFile*> by_id;
  for (PreparedFile& file : files) {
    ids.push_back(file.file.id);
    hashes.push_back(hex_of(file.content.sha256));
    by_id[file.file.id] = &file;
  }
  const auto known =
      connection.query(raw_sql::known_contents, {pg::integer_array(ids), pg::text_array(hashes)});
  for (int row = 0; row < known.rows(); ++row) {
    PreparedFile& file = *by_id.at(known.integer(row, 0));
    if (!known.is_null(row, 1)) {
      file.status = FileStatus::same_delivery;
      file.original_id = known.integer(row, 1);
    } else if (file.error) {
      file.status = FileStatus::error;
    } else if (!known.is_null(row, 2)) {
      mark_duplicate(file, known.integer(row, 2));
    }
  }
  std::map<std::array<std::byte, 32>, std::int64_t> first_of;
  for (PreparedFile* const file : by_name(files)) {
    if (file->status == FileStatus::loaded) {
      const auto [first, is_new] = first_of.try_emplace(file->content.sha256, file->file.id);
      if (!is_new) mark_duplicate(*file, first->second);
    }
    if (file->status == FileStatus::error) file->counts = {};
  }
}

bool delivered_before(pg::Connection& connection, const control::LotePlan& plan,
                      const control::Delivery& delivery) {
  return connection
      .query(raw_sql::delivered_before, {plan.tenant, plan.payload, delivery.file_name,
                                         static_cast<std::int64_t>(delivery.object.size)})
      .boolean(0, 0);
}

void commit_results(pg::Connection& in_transaction, control::LogManager& log, std::int64_t lease,
                    const control::LotePlan& plan, std::span<const PreparedFile> files,
                    std::int64_t duration_ms) {
  std::vector<const PreparedFile*> finished;
  std::vector<control::LogEntry> entries;
  for (const PreparedFile& file : files) {
    if (file.status == FileStatus::same_delivery) continue;
    finished.push_back(&file);
    entries.push_back(result_entry(plan, file));
  }
  std::sort(finished.begin(), finished.end(), [](const PreparedFile* a, const PreparedFile* b) {
    return a->content.sha256 < b->content.sha256;
  });
  forget_repeated_claims(in_transaction, files);
  const auto loaded = ids_with(files, FileStatus::loaded);
  if (!loaded.empty()) in_transaction.query(raw_sql::supersede_files, {pg::integer_array(loaded)});
  if (!finished.empty()) finish_files(in_transaction, lease, plan, finished);
  const auto duplicates = ids_with(files, FileStatus::duplicate);
  if (!duplicates.empty())
    in_transaction.query(raw_sql::raise_versions, {pg::integer_array(duplicates)});
  insert_lote(in_transaction, log, plan, files, duration_ms);
  log.write(in_transaction, entries);
  alert_of_future_names(in_transaction, plan, files);
  control::signal_trusted(in_transaction);
}

bool already_committed(pg::Connection& connection, std::int64_t lease,
                       const control::LotePlan& plan, std::span<PreparedFile> files) {
  std::map<std::int64_t, PreparedFile*> by_id;
  std::vector<std::int64_t> ids;
  for (PreparedFile& file : files) {
    by_id[file.file.id] = &file;
    ids.push_back(file.file.id);
  }
  const auto known =
      connection.query(raw_sql::committed_files, {pg::integer_array(ids), plan.lote_id, lease});
  if (known.rows() == 0) {
    // A delivery that was loaded already has no claim any more.
    const auto claims = connection.query(
        "SELECT count(*) FROM arquivo WHERE id = ANY ($1::bigint[])", {pg::integer_array(ids)});
    if (claims.integer(0, 0) > 0) return false;
  }
  for (PreparedFile& file : files) file.status = FileStatus::same_delivery;
  for (int row = 0; row < known.rows(); ++row) {
    PreparedFile& file = *by_id.at(known.integer(row, 0));
    file.status = known.text(row, 1) == "erro"        ? FileStatus::error
                  : known.text(row, 1) == "duplicado" ? FileStatus::duplicate
                                                      : FileStatus::loaded;
    file.counts = {.read = known.integer(row, 2),
                   .loaded = known.integer(row, 3),
                   .rejected = known.integer(row, 4),
                   .duplicates = known.integer(row, 5)};
  }
  return true;
}

}  // namespace gdo::raw
