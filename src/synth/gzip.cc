#include "synth/gzip.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace gdo::synth {
namespace {

constexpr std::size_t kWindow = 32768;
constexpr std::size_t kShortest = 4;
constexpr std::size_t kLongest = 258;

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
    table[i] = c;
  }
  return table;
}

// RFC 1951, section 3.2.5: the first value of each length and distance code, and its extra bits.
constexpr std::array<std::uint16_t, 29> kLengthBase = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                                       15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                                       67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<std::uint8_t, 29> kLengthBits = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                      2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<std::uint16_t, 30> kDistanceBase = {
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<std::uint8_t, 30> kDistanceBits = {0, 0, 0,  0,  1,  1,  2,  2,  3,  3,
                                                        4, 4, 5,  5,  6,  6,  7,  7,  8,  8,
                                                        9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

template <typename Table>
std::size_t code_of(const Table& base, std::size_t value) {
  const auto next = std::upper_bound(base.begin(), base.end(), value);
  return static_cast<std::size_t>(next - base.begin()) - 1;
}

class BitWriter {
 public:
  explicit BitWriter(TextBuffer& out) : out_(out) {}
  void put(std::uint32_t value, unsigned count) {  // lowest bit first
    bits_ |= static_cast<std::uint64_t>(value) << filled_;
    filled_ += count;
    for (; filled_ >= 8; filled_ -= 8, bits_ >>= 8U) out_.put(static_cast<char>(bits_ & 0xFFU));
  }
  void put_huffman(std::uint32_t code, unsigned count) {  // highest bit first
    std::uint32_t reversed = 0;
    for (unsigned i = 0; i < count; ++i) reversed |= ((code >> i) & 1U) << (count - 1 - i);
    put(reversed, count);
  }
  // A literal byte, 256 = end, or a length code, in the fixed code of RFC 1951, section 3.2.6.
  void put_symbol(std::uint32_t symbol) {
    if (symbol < 144) return put_huffman(0x30 + symbol, 8);
    if (symbol < 256) return put_huffman(0x190 + symbol - 144, 9);
    if (symbol < 280) return put_huffman(symbol - 256, 7);
    put_huffman(0xC0 + symbol - 280, 8);
  }
  void put_match(std::size_t length, std::size_t distance) {
    const std::size_t l = code_of(kLengthBase, length);
    put_symbol(static_cast<std::uint32_t>(257 + l));
    put(static_cast<std::uint32_t>(length - kLengthBase[l]), kLengthBits[l]);
    const std::size_t d = code_of(kDistanceBase, distance);
    put_huffman(static_cast<std::uint32_t>(d), 5);
    put(static_cast<std::uint32_t>(distance - kDistanceBase[d]), kDistanceBits[d]);
  }
  void flush() {
    if (filled_ > 0) put(0, 8 - filled_);
  }

 private:
  TextBuffer& out_;
  std::uint64_t bits_ = 0;
  unsigned filled_ = 0;
};

std::size_t match_length(std::string_view bytes, std::size_t older, std::size_t at) {
  const std::size_t limit = std::min(kLongest, bytes.size() - at);
  std::size_t length = 0;
  while (length < limit && bytes[older + length] == bytes[at + length]) ++length;
  return length;
}

// The same number on machines of either byte order.
std::uint32_t four_bytes(std::string_view bytes, std::size_t at) {
  std::uint32_t four = 0;
  for (std::size_t i = 4; i > 0; --i) {
    four = (four << 8U) | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return four;
}

void deflate(BitWriter& bits, std::string_view bytes) {
  std::vector<std::size_t> last(1U << 15U, bytes.size());  // by hash of four bytes
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::size_t length = 0;
    std::size_t older = bytes.size();
    if (at + kShortest <= bytes.size()) {
      older = std::exchange(last[(four_bytes(bytes, at) * 2654435761U) >> 17U], at);
      if (older < at && at - older < kWindow) length = match_length(bytes, older, at);
    }
    if (length < kShortest) {
      bits.put_symbol(static_cast<unsigned char>(bytes[at++]));
      continue;
    }
    bits.put_match(length, at - older);
    at += length;
  }
}

void put_little_endian(TextBuffer& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) out.put(static_cast<char>(value >> shift));
}

// CRC-32 as gzip has it.
std::uint32_t crc32(std::string_view bytes) {
  static constexpr std::array<std::uint32_t, 256> kTable = crc_table();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
  }
  return ~crc;
}

}  // namespace

void put_gzip(TextBuffer& out, std::string_view bytes) {
  // Deflate, no name, no time, operating system unknown.
  out.put(std::string_view("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10));
  BitWriter bits(out);
  bits.put(1, 1);  // the last block
  bits.put(1, 2);  // fixed codes
  deflate(bits, bytes);
  bits.put_symbol(256);
  bits.flush();
  put_little_endian(out, crc32(bytes));
  put_little_endian(out, static_cast<std::uint32_t>(bytes.size()));
}

}  // namespace gdo::synth
