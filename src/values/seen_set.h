#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gdo::values {

// Hashes that were seen, at eight bytes each and a little: a document may have millions of items.
class SeenSet {
 public:
  // False when it was there already.
  [[nodiscard]] bool insert(std::uint64_t hash) {
    if (hash == 0) hash = 1;  // 0 marks a free place
    if ((count_ + 1) * 4 > places_.size() * 3) grow();
    std::uint64_t& place = places_[find(hash)];
    if (place == hash) return false;
    place = hash;
    ++count_;
    return true;
  }

  void clear() {
    if (count_ == 0) return;
    places_.assign(places_.size() > kKept ? kKept : places_.size(), 0);
    count_ = 0;
  }

 private:
  static constexpr std::size_t kKept = 1U << 16U;

  [[nodiscard]] std::size_t find(std::uint64_t hash) const {
    std::size_t at = hash & (places_.size() - 1);
    while (places_[at] != 0 && places_[at] != hash) at = (at + 1) & (places_.size() - 1);
    return at;
  }

  void grow() {
    std::vector<std::uint64_t> old(places_.empty() ? 16 : places_.size() * 2, 0);
    old.swap(places_);
    for (const std::uint64_t hash : old) {
      if (hash != 0) places_[find(hash)] = hash;
    }
  }

  std::vector<std::uint64_t> places_;  // a power of two
  std::size_t count_ = 0;
};

}  // namespace gdo::values
