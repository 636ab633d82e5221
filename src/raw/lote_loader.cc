#include "raw/lote_loader.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/stopwatch.h"
#include "contract/contract.h"
#include "contract/ddl/raw_ddl.h"
#include "pg/binary_copy.h"
#include "pg/sqlstate.h"
#include "raw/lote_results.h"
#include "raw/prepared_file.h"

namespace gdo::raw {
namespace {

// Stores rejections of camada raw; names: nome_arquivo by arquivo_id.
class RejectionWriter {
 public:
  RejectionWriter(pg::Connection& in_transaction, const control::LotePlan& plan)
      : connection_(in_transaction), plan_(plan) {}
  void write(std::span<const RejectedRecord> rejected);

 private:
  std::string_view name_of(std::int64_t file_id) const;

  pg::Connection& connection_;
  const control::LotePlan& plan_;
};

constexpr std::size_t kRejectionSliceBytes = 1U << 20U;

constexpr const char* kRejectionTarget =
    "registro_rejeitado (token_cliente, tipo_payload, camada, lote_id, arquivo_id, nome_arquivo, "
    "nr_registro, nr_item, byte_inicio, byte_tamanho, motivos, conteudo)";

void append_rejection(pg::BinaryRows& rows, const control::LotePlan& plan, std::string_view name,
                      const RejectedRecord& rejected) {
  rows.begin_row(12);
  rows.text(plan.tenant);
  rows.text(plan.payload);
  rows.text("raw");
  rows.int8(plan.lote_id);
  rows.int8(rejected.file_id);
  rows.text(name);
  rows.int8(rejected.number);
  rows.int8(0);
  rows.int8(static_cast<std::int64_t>(rejected.offset));
  rows.int8(static_cast<std::int64_t>(rejected.size));
  rows.jsonb(rejected.reasons);
  rows.text(rejected.content);
}

// The COPY target of a lote's rows: its partition, so that the server routes no row.
std::string row_target(const control::LotePlan& plan, const contract::Payload& payload) {
  std::string columns;
  for (const std::string& column : contract::raw_columns(payload)) {
    columns += (columns.empty() ? "" : ", ") + pg::quote_identifier(column);
  }
  return pg::quote_identifier(plan.partition) + " (" + columns + ")";
}

// Sends rows [first, end) under savepoints, by halves where the server refuses them. Returns the
// rows it would not take even alone, as rejections. For the rare lote that failed as a whole.
std::vector<RejectedRecord> copy_carefully(pg::Connection& in_transaction,
                                           const control::LotePlan& plan,
                                           const contract::Payload& payload,
                                           const pg::BinaryRows& rows, std::size_t first,
                                           std::size_t end) {
  if (first == end) return {};
  in_transaction.query("SAVEPOINT parte_do_lote");
  try {
    pg::CopyWriter copy(in_transaction, row_target(plan, payload));
    copy.send(rows.slice(first, end));
    copy.finish();
    in_transaction.query("RELEASE SAVEPOINT parte_do_lote");
    return {};
  } catch (const Error& error) {
    if (!pg::refuses_data(error)) throw;
    in_transaction.query("ROLLBACK TO SAVEPOINT parte_do_lote");
    in_transaction.query("RELEASE SAVEPOINT parte_do_lote");
    if (end - first == 1) return {refused_row(rows.slice(first, end), payload, error.sqlstate())};
  }
  const std::size_t middle = first + (end - first) / 2;
  auto refused = copy_carefully(in_transaction, plan, payload, rows, first, middle);
  auto others = copy_carefully(in_transaction, plan, payload, rows, middle, end);
  std::move(others.begin(), others.end(), std::back_inserter(refused));
  return refused;
}

std::string_view RejectionWriter::name_of(std::int64_t file_id) const {
  const auto file = std::find_if(plan_.files.begin(), plan_.files.end(),
                                 [&](const control::ClaimedFile& f) { return f.id == file_id; });
  return file == plan_.files.end() ? std::string_view() : file->delivery.file_name;
}

void RejectionWriter::write(std::span<const RejectedRecord> rejected) {
  if (rejected.empty()) return;
  pg::BinaryRows rows;
  pg::CopyWriter copy(connection_, kRejectionTarget);
  for (const RejectedRecord& record : rejected) {
    append_rejection(rows, plan_, name_of(record.file_id), record);
    if (rows.bytes() < kRejectionSliceBytes) continue;
    copy.send(rows.all());
    rows.clear();
  }
  if (rows.rows() > 0) copy.send(rows.all());
  copy.finish();
}

constexpr int kAttempts = 6;
constexpr std::size_t kRejectedBytesHeld = 4U << 20U;

bool worth_another_try(const Error& error) {
  if (error.sqlstate() == kTakenOver) return false;
  // 23505: the same bytes were loaded by someone else at the same moment; now we will see them.
  return error.kind() == ErrorKind::transient || error.kind() == ErrorKind::database_unreachable ||
         error.sqlstate() == "23505";
}

// Moves refused rows from loaded to rejected in the books of their files.
void account_refused(std::span<PreparedFile> files, std::span<const RejectedRecord> refused) {
  for (const RejectedRecord& record : refused) {
    const auto file = std::find_if(files.begin(), files.end(), [&](const PreparedFile& f) {
      return f.file.id == record.file_id;
    });
    --file->counts.loaded;
    ++file->counts.rejected;
  }
}

bool loads(std::span<const PreparedFile> files, std::int64_t file_id) {
  return std::any_of(files.begin(), files.end(), [&](const PreparedFile& file) {
    return file.file.id == file_id && file.status == FileStatus::loaded;
  });
}

// The rows and rejections of one lote on their way into an open transaction, in one COPY as long as
// nothing else has to be said on the connection.
class LoteCopy {
 public:
  LoteCopy(pg::Connection& connection, const control::LotePlan& plan,
           const contract::Payload& payload, bool careful)
      : connection_(connection), plan_(plan), payload_(payload), careful_(careful) {}

  // Sends the rows of files that load; those of a file that goes on, too.
  void add(LotePiece& piece) {
    if (!piece.classified && !piece.files.empty()) {
      close();
      find_duplicates(connection_, piece.files);
    }
    const std::vector<PreparedFile>& files = piece.files;
    if (files.size() > 1) {
      send_ranges(piece.slices.front().rows, files);
    } else if (files.empty() || files.front().status == FileStatus::loaded) {
      for (const DecodedRows& slice : piece.slices) send(slice.rows, 0, slice.rows.rows());
    }
    for (DecodedRows& slice : piece.slices) {
      for (RejectedRecord& record : slice.rejected) {
        if (files.empty() || loads(files, record.file_id)) hold(std::move(record));
      }
    }
    if (held_bytes_ > kRejectedBytesHeld) close();
  }

  // Ends the COPY and writes the rejections that are held.
  void close() {
    if (copy_) copy_->finish();
    copy_.reset();
    RejectionWriter(connection_, plan_).write(rejected_);
    rejected_.clear();
    held_bytes_ = 0;
  }

  // Rows that PostgreSQL would not take, in careful mode.
  const std::vector<RejectedRecord>& refused() const { return refused_; }

 private:
  void hold(RejectedRecord record) {
    held_bytes_ += record.content.size();
    rejected_.push_back(std::move(record));
  }

  // Neighbours go in one piece.
  void send_ranges(const pg::BinaryRows& rows, const std::vector<PreparedFile>& files) {
    for (auto file = files.begin(); file != files.end(); ++file) {
      if (file->status != FileStatus::loaded) continue;
      const std::size_t first = file->first_row;
      while (std::next(file) != files.end() && std::next(file)->status == FileStatus::loaded &&
             std::next(file)->first_row == file->end_row) {
        ++file;
      }
      send(rows, first, file->end_row);
    }
  }

  void send(const pg::BinaryRows& rows, std::size_t first, std::size_t end) {
    if (first == end) return;
    if (careful_) {
      auto refused = copy_carefully(connection_, plan_, payload_, rows, first, end);
      std::move(refused.begin(), refused.end(), std::back_inserter(refused_));
      return;
    }
    if (!copy_) copy_.emplace(connection_, row_target(plan_, payload_));
    copy_->send(rows.slice(first, end));
  }

  pg::Connection& connection_;
  const control::LotePlan& plan_;
  const contract::Payload& payload_;
  const bool careful_;
  std::optional<pg::CopyWriter> copy_;
  std::vector<RejectedRecord> rejected_;
  std::size_t held_bytes_ = 0;
  std::vector<RejectedRecord> refused_;
};

}  // namespace

void LoteLoader::reconnect_if_lost() {
  if (connection_.alive()) return;
  connection_ = pg::Connection(options_);
}

std::int64_t LoteLoader::number_of_next() {
  reconnect_if_lost();
  return next_lote(connection_);
}

void LoteLoader::persist(const control::LotePlan& plan, const Attempt& attempt) {
  Mode mode = Mode::whole;
  for (tries_ = 1;; ++tries_) {
    try {
      reconnect_if_lost();
      return attempt(mode);
    } catch (const Error& error) {
      if (mode == Mode::whole && pg::refuses_data(error)) {
        log::warn("PostgreSQL refused a row of lote {}: {}. Looking for it.", plan.lote_id,
                  error.what());
        mode = Mode::careful;
        continue;
      }
      if (tries_ >= kAttempts || !worth_another_try(error)) throw;
      log::debug("lote {}: {}; trying again", plan.lote_id, error.what());
      std::this_thread::sleep_for(std::chrono::milliseconds(50) * (1 << tries_));
    }
  }
}

LoteResult LoteLoader::load(std::unique_ptr<LoteReader> reader, const ReaderContext& context,
                            const Copied& copied) {
  const control::LotePlan plan = reader->plan();
  const contract::Payload& payload = *context.catalog.payload(plan.payload);
  LoteResult result;
  const auto read_again = [&] {
    reader = std::make_unique<LoteReader>(context, plan, LoteReader::Files::held);
    result = {};
  };
  persist(plan, [&](Mode mode) {
    if (tries_ > 1) {
      if (!result.files.empty() && already_committed(connection_, lease_, plan, result.files))
        return;
      read_again();
    }
    try {
      load_once(*reader, payload, mode, copied, result);
    } catch (const MustBeHeld& why) {
      log::debug("lote {}: {}; its files are held", plan.lote_id, why.what());
      read_again();
      load_once(*reader, payload, mode, copied, result);
    }
  });
  return result;
}

// Copies pieces as they come, and ends in `result` what the files were. False when nothing of a
// streamed file may stay: it is broken, or its bytes are loaded already.
bool LoteLoader::copy(LoteReader& reader, const contract::Payload& payload, Mode mode,
                      LoteResult& result) {
  LoteCopy copy(connection_, reader.plan(), payload, mode == Mode::careful);
  reader.begin();
  while (auto piece = reader.next()) {
    copy.add(*piece);
    std::move(piece->files.begin(), piece->files.end(), std::back_inserter(result.files));
    reader.give_back(std::move(*piece));
  }
  copy.close();
  result.remainder = reader.remainder();
  RejectionWriter(connection_, reader.plan()).write(copy.refused());
  account_refused(result.files, copy.refused());
  return !reader.plan().streamed || result.files.front().status == FileStatus::loaded;
}

// `result` says what the files were as soon as that is known: also when the answer to COMMIT is
// lost.
void LoteLoader::load_once(LoteReader& reader, const contract::Payload& payload, Mode mode,
                           const Copied& copied, LoteResult& result) {
  const Stopwatch watch;
  {
    pg::Transaction transaction(connection_);
    if (copy(reader, payload, mode, result)) {
      copied(result.remainder);
      commit_results(connection_, log_, lease_, reader.plan(), result.files, watch.ms());
      transaction.commit();
      return;
    }
  }
  pg::Transaction transaction(connection_);
  find_duplicates(connection_, result.files);
  commit_results(connection_, log_, lease_, reader.plan(), result.files, watch.ms());
  transaction.commit();
}

}  // namespace gdo::raw
