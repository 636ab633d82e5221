#pragma once

#include <cstddef>
#include <cstdint>

#include "decode/structural_index.h"

namespace gdo::decode {

// The indexer, for blocks of 64 bytes that some instruction set classifies (the method is that of
// simdjson's first stage). Block gives one bit a byte:
//   quotes, backslashes, operators ({}[]:,), spaces (the four of JSON), controls (below 0x20),
//   non_ascii, and prefix_xor: bit n = the parity of the bits 0 to n.
// Everything depends on the template argument, which lives in an unnamed namespace: code compiled
// for one instruction set must not be taken by the linker for another.
template <class Block>
struct StructuralKernel {
  static std::size_t index(const char* text, std::size_t bytes, IndexState& state,
                           std::uint32_t* out) {
    const std::uint32_t* const first = out;
    IndexState carried = state;
    std::uint64_t non_ascii = 0;
    std::size_t at = 0;
    for (; at + 64 <= bytes; at += 64) {
      const Block block(text + at);
      non_ascii |= block.non_ascii;
      out = write(structure(block, carried), static_cast<std::uint32_t>(at), out);
    }
    if (at < bytes) {
      const Block block(text + at);
      const std::uint64_t inside = (std::uint64_t{1} << (bytes - at)) - 1;
      non_ascii |= block.non_ascii & inside;
      out = write(structure(block, carried) & inside, static_cast<std::uint32_t>(at), out);
    }
    carried.non_ascii |= non_ascii != 0;
    state = carried;
    return static_cast<std::size_t>(out - first);
  }

 private:
  static std::uint64_t structure(const Block& block, IndexState& carried) {
    const std::uint64_t escaped = find_escaped(block.backslashes, carried);
    const std::uint64_t quotes = block.quotes & ~escaped;
    // From each opening quote up to, without it, its closing quote.
    const std::uint64_t in_string = Block::prefix_xor(quotes) ^ carried.in_string;
    carried.in_string = std::uint64_t{0} - (in_string >> 63U);
    const std::uint64_t scalars = ~(block.operators | block.spaces);
    const std::uint64_t words = scalars & ~quotes;
    const std::uint64_t starts = scalars & ~(words << 1U | carried.in_scalar);
    carried.in_scalar = words >> 63U;
    const std::uint64_t tail = in_string ^ quotes;
    const std::uint64_t inside = in_string & ~quotes;
    const std::uint64_t escapes = block.backslashes & ~escaped;
    carried.stray_backslash |= (escapes & ~in_string) != 0;
    return ((block.operators | starts) & ~tail) | (inside & (block.controls | escapes));
  }

  // The bytes that follow an odd number of backslashes.
  static std::uint64_t find_escaped(std::uint64_t backslashes, IndexState& carried) {
    if (backslashes == 0) {
      const std::uint64_t escaped = carried.escaped;
      carried.escaped = 0;
      return escaped;
    }
    constexpr std::uint64_t kEven = 0x5555555555555555U;
    backslashes &= ~carried.escaped;
    const std::uint64_t follows = backslashes << 1U | carried.escaped;
    const std::uint64_t odd_starts = backslashes & ~kEven & ~follows;
    const std::uint64_t sum = odd_starts + backslashes;
    carried.escaped = sum < odd_starts ? 1 : 0;
    return (kEven ^ (sum << 1U)) & follows;
  }

  static std::uint32_t* write(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
    if constexpr (Block::kCheapBits) {
      // Writing eight at a time, some of them for nothing, spares mispredicted branches.
      const auto count = static_cast<unsigned>(__builtin_popcountll(bits));
      for (unsigned written = 0; written < count; written += 8) {
        for (unsigned i = 0; i < 8; ++i) {
          out[written + i] = base + Block::trailing_zeros(bits);
          bits &= bits - 1;
        }
      }
      return out + count;
    } else {
      while (bits != 0) {
        *out++ = base + static_cast<std::uint32_t>(__builtin_ctzll(bits));
        bits &= bits - 1;
      }
      return out;
    }
  }
};

}  // namespace gdo::decode
