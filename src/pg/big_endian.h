#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>

namespace gdo::pg {

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
