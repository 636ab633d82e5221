#pragma once

#include <cstddef>
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

}  // namespace gdo::values
