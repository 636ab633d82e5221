#pragma once

#include <atomic>
#include <exception>
#include <optional>
#include <thread>

#include "base/bounded_queue.h"
#include "contract/contract.h"
#include "raw/prepared_batch.h"
#include "raw/rows_pool.h"
#include "store/object_store.h"

namespace gdo::raw {

// Decodes the one file of a streamed plan on a thread of its own, while the caller sends what came
// before to PostgreSQL. Memory is bounded by a few slices, whatever the file's size.
class StreamDecoder {
 public:
  StreamDecoder(ObjectStore& store, const LotePlan& plan, const contract::Payload& payload,
                const ReadLimits& limits, std::atomic<std::uint64_t>& bytes_done);
  ~StreamDecoder();  // stops early if need be
  StreamDecoder(const StreamDecoder&) = delete;
  StreamDecoder& operator=(const StreamDecoder&) = delete;

  // The next rows and rejections; none at the end of the file.
  std::optional<DecodedRows> next();
  // Returns what next() gave, to be filled anew.
  void give_back(DecodedRows slice) { spare_.give_back(std::move(slice)); }
  // After the end: what the file was. Throws what stopped the reading.
  PreparedFile result();

 private:
  void run();

  ObjectStore& store_;
  const LotePlan& plan_;
  const contract::Payload& payload_;
  const ReadLimits limits_;
  std::atomic<std::uint64_t>& bytes_done_;
  BoundedQueue<DecodedRows> queue_;
  RowsPool spare_;
  std::exception_ptr failure_;
  PreparedFile result_;
  std::thread thread_;
};

}  // namespace gdo::raw
