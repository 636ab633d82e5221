#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace gdo::values {

// Keeps texts that were made while one record is judged. What it gives out stays where it is until
// the memory is taken back; then it is used again, so that a record seldom costs an allocation.
class TextArena {
 public:
  [[nodiscard]] std::string_view keep(std::string_view text) {
    char* const place = room_for(text.size());
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  struct Mark {
    std::size_t block = 0;
    std::size_t used = 0;
  };
  [[nodiscard]] Mark mark() const { return {block_, used_}; }
  // Takes back what was kept since the mark.
  void rewind(Mark mark) {
    block_ = mark.block;
    used_ = mark.used;
  }

 private:
  static constexpr std::size_t kBlockBytes = 64U << 10U;

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  char* room_for(std::size_t size) {
    while (block_ < blocks_.size() && blocks_[block_].size - used_ < size) {
      ++block_;
      used_ = 0;
    }
    if (block_ == blocks_.size()) {
      const std::size_t bytes = size > kBlockBytes ? size : kBlockBytes;
      blocks_.push_back({std::make_unique<char[]>(bytes), bytes});
    }
    char* const place = blocks_[block_].bytes.get() + used_;
    used_ += size;
    return place;
  }

  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

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
