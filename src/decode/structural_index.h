#pragma once

#include <cstddef>
#include <cstdint>

namespace gdo::decode {

// What one block of a text leaves behind for the next one.
struct IndexState {
  std::uint64_t escaped = 0;    // 1: the next byte follows an escaping backslash
  std::uint64_t in_string = 0;  // all ones: the next byte is inside a string
  std::uint64_t in_scalar = 0;  // 1: the last byte belonged to a number or a word
  // Seen since they were last cleared:
  bool non_ascii = false;        // a byte above 0x7f
  bool stray_backslash = false;  // a backslash outside strings, where JSON has none
};

// Finds the bytes at which a JSON text must be looked at, without knowing UTF-8:
//   - brackets, commas and colons outside strings;
//   - the first byte of each string (its quote), number, literal, or of anything else;
//   - inside strings, each backslash that begins an escape and each byte below 0x20. (Outside, a
//     backslash may look the same: IndexState::stray_backslash.)
// So between two positions there is nothing but white space, the rest of a number or word, or
// harmless bytes of a string.
//
// Writes the positions, relative to `text`, into `out` (room for bytes + 8) and returns how many.
// bytes is a multiple of 64, except in the last call on a text; up to 63 bytes behind it are read.
using StructuralIndexer = std::size_t (*)(const char* text, std::size_t bytes, IndexState& state,
                                          std::uint32_t* out);

// The fastest one that runs on this machine.
StructuralIndexer structural_indexer() noexcept;

// Each of them, so that tests can compare them. A null pointer: not built, or not on this machine.
StructuralIndexer portable_indexer() noexcept;
StructuralIndexer sse2_indexer() noexcept;
StructuralIndexer avx2_indexer() noexcept;

}  // namespace gdo::decode
