#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace gdo::synth {

// A growing piece of text whose memory is kept between files: no allocation per field.
class TextBuffer {
 public:
  void put(char c) {
    *room(1) = c;
    ++size_;
  }
  void put(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(room(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  void put_integer(std::int64_t value) {
    auto rest = static_cast<std::uint64_t>(value);
    if (value < 0) {
      put('-');
      rest = 0 - rest;
    }
    put_padded(rest, 1);
  }
  // With leading zeros up to a width of at most 20.
  void put_padded(std::uint64_t value, int width) {
    char digits[20];
    char* first = digits + 20;
    do {
      *--first = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value > 0);
    while (digits + 20 - first < width) *--first = '0';
    put(std::string_view(first, static_cast<std::size_t>(digits + 20 - first)));
  }
  // value is in units of 10^-decimals: put_decimal(2140, 2) writes 21.40.
  void put_decimal(std::int64_t value, int decimals) {
    auto rest = static_cast<std::uint64_t>(value);
    if (value < 0) {
      put('-');
      rest = 0 - rest;
    }
    std::uint64_t unit = 1;
    for (int i = 0; i < decimals; ++i) unit *= 10;
    put_padded(rest / unit, 1);
    if (decimals == 0) return;
    put('.');
    put_padded(rest % unit, decimals);
  }
  // Puts text in the place of everything from a position on; text may lie in this buffer.
  void replace_tail(std::size_t position, std::string_view text) {
    size_ = position;
    put(text);
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  char* data() { return memory_.get(); }
  std::string_view view() const { return {memory_.get(), size_}; }
  std::string_view view_from(std::size_t position) const { return view().substr(position); }
  void truncate(std::size_t size) { size_ = size; }
  void clear() { size_ = 0; }

 private:
  char* room(std::size_t more) {
    if (size_ + more > capacity_) grow(size_ + more);
    return memory_.get() + size_;
  }
  void grow(std::size_t least) {
    const std::size_t capacity = least < 4096 ? 8192 : 2 * least;
    // Not make_unique: it would write zeros over what is about to be written.
    std::unique_ptr<char[]> memory(new char[capacity]);
    if (size_ > 0) std::memcpy(memory.get(), memory_.get(), size_);
    memory_ = std::move(memory);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
};

}  // namespace gdo::synth
