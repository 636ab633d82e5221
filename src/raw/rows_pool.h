#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "raw/file_decoder.h"

namespace gdo::raw {

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
