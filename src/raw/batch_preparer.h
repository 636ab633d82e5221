#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "contract/contract.h"
#include "raw/prepared_batch.h"
#include "store/object_store.h"

namespace gdo::raw {

// Reads and decodes the files of a plan, many at a time. Files that turn out too large for memory
// once uncompressed are left in `too_large`: they go through StreamDecoder, alone.
struct Preparation {
  PreparedBatch batch;
  std::vector<ClaimedFile> too_large;
};
Preparation prepare_batch(ObjectStore& store, LotePlan plan, const contract::Payload& payload,
                          const ReadLimits& limits, std::atomic<std::uint64_t>& bytes_done);

}  // namespace gdo::raw
