#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace gdo::pg {

// Bytes that only grow, without the zero-filling of std::string::resize and with realloc, which
// moves large blocks by remapping pages instead of copying them.
class ByteBuffer {
 public:
  ByteBuffer() = default;
  ~ByteBuffer() { std::free(data_); }  // NOLINT(cppcoreguidelines-no-malloc): see realloc
  ByteBuffer(ByteBuffer&& other) noexcept { swap(other); }
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    swap(other);
    return *this;
  }

  // Makes the buffer `count` bytes longer and returns where they start; the caller fills them.
  // Valid until the next call.
  char* extend(std::size_t count) {
    if (capacity_ - size_ < count) [[unlikely]] {
      grow(count);
    }
    return data_ + std::exchange(size_, size_ + count);
  }
  void cut(std::size_t size) { size_ = size; }
  void clear() { size_ = 0; }  // keeps the memory
  std::size_t size() const { return size_; }
  std::string_view view() const { return {data_, size_}; }

 private:
  void swap(ByteBuffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }
  void grow(std::size_t count) {
    std::size_t capacity = capacity_ < kFirst ? kFirst : capacity_;
    while (capacity - size_ < count) capacity += capacity;
    void* data = std::realloc(data_, capacity);  // NOLINT(cppcoreguidelines-no-malloc)
    if (data == nullptr) throw std::bad_alloc();
    data_ = static_cast<char*>(data);
    capacity_ = capacity;
  }

  static constexpr std::size_t kFirst = 4096;
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// PostgreSQL's binary formats are big-endian and unaligned.
template <std::integral T>
T swap_if_little(T value) {
  if constexpr (std::endian::native == std::endian::big || sizeof(T) == 1) {
    return value;
  } else if constexpr (sizeof(T) == 2) {
    return static_cast<T>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
  } else if constexpr (sizeof(T) == 4) {
    return static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
  } else {
    return static_cast<T>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
  }
}

template <std::integral T>
char* store_big_endian(char* out, T value) {
  const T swapped = swap_if_little(value);
  std::memcpy(out, &swapped, sizeof swapped);
  return out + sizeof swapped;
}

template <std::integral T>
T load_big_endian(const char* in) {
  T value = 0;
  std::memcpy(&value, in, sizeof value);
  return swap_if_little(value);
}

}  // namespace gdo::pg
