#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/bounded_queue.h"
#include "base/error.h"
#include "base/stopwatch.h"
#include "contract/contract.h"
#include "pg/connection.h"
#include "raw/file_decoder.h"
#include "raw/prepared_file.h"
#include "store/object_store.h"

namespace gdo::raw {

// A part of a lote, in the order of reading. Files that ended in it stand in `files`:
// none: rows of a file that goes on;
// one: all rows are that file's, and so are those of the pieces before that no file ended in;
// several: the rows of each are [first_row, end_row) of the only slice.
struct LotePiece {
  std::vector<DecodedRows> slices;
  std::vector<PreparedFile> files;
  bool classified = false;  // else the ledger has not been asked whether the contents are loaded

  std::size_t bytes() const;
};

class LoteReader;

// What became of the files of a plan that are in no piece.
struct LoteRemainder {
  std::vector<std::int64_t> released;  // claims to give back: gone, or not readable now
  std::vector<std::string> failures;   // why files could not be read
  std::vector<std::string> changed;    // objects that were another version when they were read
  std::vector<control::ClaimedFile> too_large;  // to be streamed, each as a lote of its own
  // The lote had lasted long enough: reads on, as a lote of its own. Or none.
  std::unique_ptr<LoteReader> next;
};

// How a reader takes files, in bytes.
struct ReadingSizes {
  // Files of at most so many stored bytes are read many at a time: so many as make `small_at_once`.
  std::uint64_t small_file = 4U << 20U;
  std::uint64_t small_at_once = 8U << 20U;
  // A file that makes more rows than this is never held until it is whole.
  std::size_t held = 48U << 20U;
  // A lote takes no more files so long after its COPY began; 0 = after its first piece.
  std::chrono::microseconds longest{2'000'000};
};

// What readers share; references outlive them.
struct ReaderContext {
  store::ObjectStore& store;
  const contract::Catalog& catalog;
  const pg::ConnectOptions& database;
  decode::ReadLimits limits;
  ReadingSizes sizes;
  RowsPool& spare;
  std::atomic<std::uint64_t>& bytes_done;
};

// A trouble of the file or lote in hand: the others go on.
bool is_of_what_is_read(const Error& error);

// Rows of a file were given out that must not be loaded: it is broken, its bytes are loaded
// already, or it could not be read to its end. The lote is to be read again, with Files::held.
class MustBeHeld : public Error {
 public:
  explicit MustBeHeld(const std::string& file)
      : Error(ErrorKind::transient, file + " was not new and whole") {}
};

// Reads and decodes the files of a plan on a thread of its own, while the caller sends what came
// before to PostgreSQL in one COPY. Larger files flow: their rows are given out as they come, few
// enough to stay in the processor's cache from the decoder to the socket, and what is found at a
// file's end takes back the whole lote (MustBeHeld). Others, and all of a lote that is read again,
// are held until they are whole: broken ones and those whose bytes are loaded already have no rows;
// that is known of all but the first piece, which the caller looks up before it begins the COPY. A
// streamed plan's one file is given out as it comes, and looked up by the caller at its end. Memory
// is bounded, whatever the files' sizes.
class LoteReader {
 public:
  enum class Files { may_flow, held };
  LoteReader(const ReaderContext& context, control::LotePlan plan, Files files = Files::may_flow);
  ~LoteReader();  // stops early if need be
  LoteReader(const LoteReader&) = delete;
  LoteReader& operator=(const LoteReader&) = delete;

  // The COPY begins now: see ReadingSizes::longest.
  void begin();
  // Empty at the end.
  std::optional<LotePiece> next() { return queue_.pop(); }
  // Returns what next() gave, to be filled anew.
  void give_back(LotePiece piece);
  // Once, after the end. Throws what stopped the reading: MustBeHeld, too.
  LoteRemainder remainder();

  const control::LotePlan& plan() const { return plan_; }

 private:
  using Hash = std::array<std::byte, 32>;

  void run();
  void stream();
  std::optional<PreparedFile> flow(const control::ClaimedFile& file, store::ObjectReader& reader);
  bool may_flow(const control::ClaimedFile& file);
  void read_flowing(const control::ClaimedFile& file);
  std::size_t read_small(std::size_t first);
  void read_held(const control::ClaimedFile& file);
  void decode_small(LotePiece& piece, const control::ClaimedFile& file, const std::string& bytes);
  bool decode_held(LotePiece& piece, const control::ClaimedFile& file, store::ObjectReader& reader);
  PreparedFile finish(const control::ClaimedFile& file, FileDecoder& decoder,
                      const Stopwatch& watch) const;
  void note_unread(const control::ClaimedFile& file, bool changed, const std::string& message);
  // Throws it where it is not the file's alone.
  void leave_unread(const control::ClaimedFile& file, const Error& error);
  void guess_payload_of(PreparedFile& file, const DecodedRows& rows, std::size_t first) const;
  void classify_further(LotePiece& piece);
  void leave_to_next(std::size_t first);
  pg::Connection& ledger();
  bool push(LotePiece piece);
  bool lasted_long_enough() const;

  ReaderContext context_;
  const control::LotePlan plan_;
  const contract::Payload& payload_;
  std::optional<bool> flows_;  // larger files do; not known before the first of them
  BoundedQueue<LotePiece> queue_;
  std::atomic<std::int64_t> begun_us_{0};  // of the steady clock; 0 = not yet
  bool first_ = true;                      // no piece was given out
  std::map<Hash, std::int64_t> contents_;  // of files given out: the first of each
  std::unique_ptr<pg::Connection> ledger_;
  LoteRemainder remainder_;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace gdo::raw
