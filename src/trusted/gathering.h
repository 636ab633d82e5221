#pragma once

#include <string>
#include <string_view>

#include "pg/binary_copy.h"

namespace gdo::trusted {

// Gathers rows from all over a buffer into pieces that are worth sending.
class Gathering {
 public:
  explicit Gathering(pg::CopyWriter& copy) : copy_(copy) {}
  void add(std::string_view bytes) {
    piece_ += bytes;
    if (piece_.size() >= kPieceBytes) send();
  }
  void send() {
    if (!piece_.empty()) copy_.send(piece_);
    piece_.clear();
  }

 private:
  static constexpr std::size_t kPieceBytes = 256U << 10U;

  pg::CopyWriter& copy_;
  std::string piece_;
};

}  // namespace gdo::trusted
