#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/contract.h"
#include "control/claims.h"
#include "decode/document_reader.h"
#include "pg/binary_copy.h"
#include "raw/record_checker.h"
#include "store/content_hasher.h"

namespace gdo::raw {

// A record that goes to registro_rejeitado.
struct RejectedRecord {
  std::int64_t file_id = 0;
  std::int64_t number = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::string reasons;  // JSON
  std::string content;  // the original bytes
};

// What one call of FileDecoder::decode adds to.
struct DecodedRows {
  pg::BinaryRows rows;  // columns as contract::raw_columns orders them
  std::vector<RejectedRecord> rejected;
  std::size_t rejected_bytes = 0;

  void clear() {
    rows.clear();
    rejected.clear();
    rejected_bytes = 0;
  }
};

// The refusal of a row that PostgreSQL would not take, made from the encoded row itself.
RejectedRecord refused_row(std::string_view encoded_row, const contract::Payload& payload,
                           const std::string& sqlstate);

// Reads one claimed file: its records become rows of raw_<payload>, or rejections with their bytes.
class FileDecoder {
 public:
  // source: the stored bytes. References must outlive the decoder.
  FileDecoder(const control::LotePlan& plan, const control::ClaimedFile& file,
              const contract::Payload& payload, decode::ByteSource source,
              const decode::ReadLimits& limits);

  // Adds records to `out` until it holds `enough` bytes. False when the file has ended.
  [[nodiscard]] bool decode(DecodedRows& out, std::size_t enough);

  // What was read: reads on to the end of the stored bytes where decoding stopped early.
  store::ContentId finish();

  const control::RecordCounts& counts() const { return counts_; }
  // Set when the file is broken: nothing of it may load.
  std::optional<control::FileError> error() const;
  // Records that repeat a member; the last one won.
  std::int64_t repeated_members() const { return repeated_members_; }
  std::uint64_t uncompressed_bytes() const { return reader_.bytes_read(); }

 private:
  std::size_t read_source(std::span<char> out);
  void add_row(const decode::RawRecord& record, pg::BinaryRows& rows);

  const control::LotePlan& plan_;
  const control::ClaimedFile& file_;
  decode::ByteSource source_;
  bool source_ended_ = false;
  store::ContentHasher hasher_;
  RecordChecker checker_;
  decode::DocumentReader reader_;
  control::RecordCounts counts_;
  std::int64_t repeated_members_ = 0;
};

// Buffers of rows that were sent, for the next to be decoded: memory that the processor's cache and
// the kernel know already costs a fraction of fresh memory.
class RowsPool {
 public:
  // Empty rows.
  DecodedRows take() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return {};
    DecodedRows rows = std::move(spare_.back());
    spare_.pop_back();
    return rows;
  }

  void give_back(DecodedRows rows) {
    rows.clear();
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(rows));
  }

 private:
  std::mutex mutex_;
  std::vector<DecodedRows> spare_;
};

}  // namespace gdo::raw
