#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "contract/contract.h"
#include "raw/prepared_batch.h"
#include "raw/rows_pool.h"
#include "store/object_store.h"

namespace gdo::raw {

struct PrepareOptions {
  const contract::Payload& payload;
  const ReadLimits& limits;
  std::size_t batch_bytes;  // of decoded rows, at most
};

// Reads and decodes the files of a plan, many at a time. Those that do not fit the batch any more,
// having grown a lot when uncompressed, are left in `too_large`: they go through StreamDecoder,
// each alone.
struct Preparation {
  PreparedBatch batch;
  std::vector<ClaimedFile> too_large;
};
Preparation prepare_batch(ObjectStore& store, LotePlan plan, const PrepareOptions& options,
                          RowsPool& spare, std::atomic<std::uint64_t>& bytes_done);

}  // namespace gdo::raw
