#include "raw/lote_loader.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <thread>

#include "base/log.h"
#include "base/stopwatch.h"
#include "pg/sqlstate.h"
#include "raw/row_copy.h"
#include "raw/settlement.h"
#include "raw/stream_decoder.h"

namespace gdo::raw {
namespace {

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
      return f.file.id == record.arquivo_id;
    });
    --file->counts.carregados;
    ++file->counts.rejeitados;
  }
}

bool loads(std::span<const PreparedFile> files, std::int64_t arquivo_id) {
  return std::any_of(files.begin(), files.end(), [&](const PreparedFile& file) {
    return file.file.id == arquivo_id && file.status == FileStatus::carregado;
  });
}

void copy_whole(pg::Connection& connection, const LotePlan& plan, const contract::Payload& payload,
                const pg::BinaryRows& rows, std::span<const PreparedFile> files) {
  std::optional<pg::CopyWriter> copy;
  for (auto file = files.begin(); file != files.end(); ++file) {
    if (file->status != FileStatus::carregado || file->first_row == file->end_row) continue;
    const std::size_t first = file->first_row;
    // Neighbours go in one piece.
    while (std::next(file) != files.end() && std::next(file)->status == FileStatus::carregado &&
           std::next(file)->first_row == file->end_row) {
      ++file;
    }
    if (!copy) copy.emplace(connection, row_target(plan, payload));
    copy->send(rows.slice(first, file->end_row));
  }
  if (copy) copy->finish();
}

}  // namespace

void LoteLoader::reconnect_if_lost() {
  if (connection_.alive()) return;
  connection_ = pg::Connection(options_);
}

LoteResult LoteLoader::persist(const LotePlan& plan,
                               const std::function<LoteResult(Mode)>& attempt) {
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

LoteResult LoteLoader::load(const PreparedBatch& batch, const contract::Payload& payload) {
  return persist(batch.plan, [&](Mode mode) { return load_once(batch, payload, mode); });
}

LoteResult LoteLoader::load_once(const PreparedBatch& batch, const contract::Payload& payload,
                                 Mode mode) {
  const Stopwatch watch;
  LoteResult result{.files = batch.files, .released = batch.released};
  if (tries_ > 1 && recall(connection_, lease_, batch.plan, result.files)) return result;
  pg::Transaction transaction(connection_);
  classify(connection_, result.files);
  std::vector<RejectedRecord> rejected;
  for (const RejectedRecord& record : batch.decoded.rejected) {
    if (loads(result.files, record.arquivo_id)) rejected.push_back(record);
  }
  if (mode == Mode::whole) {
    copy_whole(connection_, batch.plan, payload, batch.decoded.rows, result.files);
  } else {
    for (const PreparedFile& file : result.files) {
      if (file.status != FileStatus::carregado) continue;
      auto refused = copy_carefully(connection_, batch.plan, payload, batch.decoded.rows,
                                    file.first_row, file.end_row);
      account_refused(result.files, refused);
      std::move(refused.begin(), refused.end(), std::back_inserter(rejected));
    }
  }
  RejectionWriter(connection_, batch.plan).write(rejected);
  settle(connection_, log_, lease_, batch.plan, result.files, watch.ms());
  transaction.commit();
  return result;
}

// Copies slices as they come, and ends in `result` what the file was. False when nothing of it may
// stay: it is broken, or its bytes are loaded already.
bool LoteLoader::copy_stream(const LotePlan& plan, const Stream& stream, Mode mode,
                             LoteResult& result) {
  StreamDecoder decoder(stream.store, plan, stream.payload, stream.limits, stream.bytes_done);
  std::optional<pg::CopyWriter> copy;
  std::vector<RejectedRecord> rejected;
  std::vector<RejectedRecord> refused;
  std::size_t held = 0;
  const auto write_rejected = [&] {
    if (copy) copy->finish();
    copy.reset();
    RejectionWriter(connection_, plan).write(rejected);
    rejected.clear();
    held = 0;
  };
  while (auto slice = decoder.next()) {
    if (mode == Mode::careful) {
      auto more =
          copy_carefully(connection_, plan, stream.payload, slice->rows, 0, slice->rows.rows());
      std::move(more.begin(), more.end(), std::back_inserter(refused));
    } else if (slice->rows.rows() > 0) {
      if (!copy) copy.emplace(connection_, row_target(plan, stream.payload));
      copy->send(slice->rows.all());
    }
    held += slice->rejected_bytes;
    std::move(slice->rejected.begin(), slice->rejected.end(), std::back_inserter(rejected));
    decoder.give_back(std::move(*slice));
    if (held > kRejectedBytesHeld) write_rejected();
  }
  write_rejected();
  result.files = {decoder.result()};
  RejectionWriter(connection_, plan).write(refused);
  account_refused(result.files, refused);
  if (result.files.front().error) return false;
  classify(connection_, result.files);
  return result.files.front().status == FileStatus::carregado;
}

// `result` says what the file was as soon as that is known: also when the answer to COMMIT is lost.
void LoteLoader::stream_once(const LotePlan& plan, const Stream& stream, Mode mode,
                             LoteResult& result) {
  const Stopwatch watch;
  {
    pg::Transaction transaction(connection_);
    if (copy_stream(plan, stream, mode, result)) {
      settle(connection_, log_, lease_, plan, result.files, watch.ms());
      transaction.commit();
      return;
    }
  }
  pg::Transaction transaction(connection_);
  classify(connection_, result.files);
  settle(connection_, log_, lease_, plan, result.files, watch.ms());
  transaction.commit();
}

LoteResult LoteLoader::load_stream(LotePlan plan, const Stream& stream) {
  if (plan.lote_id == 0) {
    reconnect_if_lost();
    plan.lote_id =
        connection_.query("SELECT nextval(pg_get_serial_sequence('lote', 'id'))").integer(0, 0);
  }
  LoteResult last;
  return persist(plan, [&](Mode mode) {
    if (tries_ > 1 && !last.files.empty() && recall(connection_, lease_, plan, last.files))
      return last;
    last = {};
    stream_once(plan, stream, mode, last);
    return last;
  });
}

}  // namespace gdo::raw
