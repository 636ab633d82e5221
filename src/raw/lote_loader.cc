#include "raw/lote_loader.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "base/log.h"
#include "base/stopwatch.h"
#include "pg/sqlstate.h"
#include "raw/lote_results.h"
#include "raw/row_copy.h"

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

LoteResult LoteLoader::load(std::unique_ptr<LoteReader> reader, const ReaderContext& context) {
  const control::LotePlan plan = reader->plan();
  const contract::Payload& payload = *context.catalog.payload(plan.payload);
  LoteResult result;
  persist(plan, [&](Mode mode) {
    if (tries_ > 1) {
      if (!result.files.empty() && already_committed(connection_, lease_, plan, result.files))
        return;
      reader = std::make_unique<LoteReader>(context, plan);
    }
    result = {};
    load_once(*reader, payload, mode, result);
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
                           LoteResult& result) {
  const Stopwatch watch;
  {
    pg::Transaction transaction(connection_);
    if (copy(reader, payload, mode, result)) {
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
