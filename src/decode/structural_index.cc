#include "decode/structural_index.h"

#include <array>

#include "decode/structural_kernel.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gdo::decode {
namespace {

std::uint64_t parity_of_prefixes(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

enum ByteClass : std::uint8_t {
  kQuote = 1,
  kBackslash = 2,
  kOperator = 4,
  kSpace = 8,
  kControl = 16,
  kNonAscii = 32,
};

constexpr std::array<std::uint8_t, 256> byte_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < 0x20; ++c) classes[c] = kControl;
  for (std::size_t c = 0x80; c < 0x100; ++c) classes[c] = kNonAscii;
  for (const char c : {'{', '}', '[', ']', ':', ','}) {
    classes[static_cast<unsigned char>(c)] = kOperator;
  }
  classes[' '] = kSpace;
  for (const char c : {'\t', '\n', '\r'}) {
    classes[static_cast<unsigned char>(c)] = kControl | kSpace;
  }
  classes['"'] = kQuote;
  classes['\\'] = kBackslash;
  return classes;
}

struct PortableBlock {
  static constexpr bool kCheapBits = false;
  std::uint64_t quotes = 0;
  std::uint64_t backslashes = 0;
  std::uint64_t operators = 0;
  std::uint64_t spaces = 0;
  std::uint64_t controls = 0;
  std::uint64_t non_ascii = 0;

  explicit PortableBlock(const char* text) {
    static constexpr std::array<std::uint8_t, 256> kClasses = byte_classes();
    for (unsigned i = 0; i < 64; ++i) {
      const std::uint64_t classes = kClasses[static_cast<unsigned char>(text[i])];
      quotes |= (classes & 1U) << i;
      backslashes |= (classes >> 1U & 1U) << i;
      operators |= (classes >> 2U & 1U) << i;
      spaces |= (classes >> 3U & 1U) << i;
      controls |= (classes >> 4U & 1U) << i;
      non_ascii |= (classes >> 5U & 1U) << i;
    }
  }

  static std::uint64_t prefix_xor(std::uint64_t bits) { return parity_of_prefixes(bits); }
};

#if defined(__SSE2__)
struct Sse2Block {
  static constexpr bool kCheapBits = false;
  std::uint64_t quotes = 0;
  std::uint64_t backslashes = 0;
  std::uint64_t operators = 0;
  std::uint64_t spaces = 0;
  std::uint64_t controls = 0;
  std::uint64_t non_ascii = 0;

  explicit Sse2Block(const char* text) {
    for (unsigned at = 0; at < 64; at += 16) classify(text + at, at);
  }

  static std::uint64_t prefix_xor(std::uint64_t bits) { return parity_of_prefixes(bits); }

 private:
  void classify(const char* text, unsigned at) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto equal = [](__m128i x, char c) { return _mm_cmpeq_epi8(x, _mm_set1_epi8(c)); };
    const auto bits = [at](__m128i x) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(x))) << at;
    };
    // '[' and '{', ']' and '}' differ in this bit only.
    const __m128i brackets = _mm_or_si128(v, _mm_set1_epi8(0x20));
    quotes |= bits(equal(v, '"'));
    backslashes |= bits(equal(v, '\\'));
    operators |= bits(_mm_or_si128(_mm_or_si128(equal(brackets, '{'), equal(brackets, '}')),
                                   _mm_or_si128(equal(v, ':'), equal(v, ','))));
    spaces |= bits(_mm_or_si128(_mm_or_si128(equal(v, ' '), equal(v, '\t')),
                                _mm_or_si128(equal(v, '\n'), equal(v, '\r'))));
    controls |= bits(_mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v));
    non_ascii |= bits(v);
  }
};
#endif

}  // namespace

StructuralIndexer portable_indexer() noexcept { return StructuralKernel<PortableBlock>::index; }

StructuralIndexer sse2_indexer() noexcept {
#if defined(__SSE2__)
  return StructuralKernel<Sse2Block>::index;
#else
  return nullptr;
#endif
}

#if !defined(GDO_AVX2)
StructuralIndexer avx2_indexer() noexcept { return nullptr; }
#endif

StructuralIndexer structural_indexer() noexcept {
  static const StructuralIndexer best = [] {
    for (const auto& indexer : {avx2_indexer(), sse2_indexer()}) {
      if (indexer != nullptr) return indexer;
    }
    return portable_indexer();
  }();
  return best;
}

}  // namespace gdo::decode
