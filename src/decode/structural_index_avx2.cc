// Compiled for AVX2, BMI and carry-less multiplication (CMakeLists.txt); called only where the
// processor has them. Nothing here may be shared with code for other processors.
#include <immintrin.h>

#include "decode/structural_kernel.h"

namespace gdo::decode {
namespace {

struct Avx2Block {
  static constexpr bool kCheapBits = true;
  std::uint64_t quotes;
  std::uint64_t backslashes;
  std::uint64_t operators;
  std::uint64_t spaces;
  std::uint64_t controls;
  std::uint64_t non_ascii;

  explicit Avx2Block(const char* text) {
    const Half low(text);
    const Half high(text + 32);
    quotes = join(low.quotes, high.quotes);
    backslashes = join(low.backslashes, high.backslashes);
    operators = join(low.operators, high.operators);
    spaces = join(low.spaces, high.spaces);
    controls = join(low.controls, high.controls);
    non_ascii = join(low.non_ascii, high.non_ascii);
  }

  static std::uint64_t prefix_xor(std::uint64_t bits) {
    const __m128i all = _mm_set1_epi8(-1);
    const __m128i product =
        _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<long long>(bits)), all, 0);
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
  }

  static std::uint32_t trailing_zeros(std::uint64_t bits) {
    return static_cast<std::uint32_t>(_tzcnt_u64(bits));
  }

 private:
  struct Half {
    std::uint32_t quotes;
    std::uint32_t backslashes;
    std::uint32_t operators;
    std::uint32_t spaces;
    std::uint32_t controls;
    std::uint32_t non_ascii;

    explicit Half(const char* text) {
      const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
      const auto equal = [](__m256i x, char c) {
        return _mm256_cmpeq_epi8(x, _mm256_set1_epi8(c));
      };
      // '[' and '{', ']' and '}' differ in this bit only.
      const __m256i brackets = _mm256_or_si256(v, _mm256_set1_epi8(0x20));
      quotes = mask(equal(v, '"'));
      backslashes = mask(equal(v, '\\'));
      operators = mask(_mm256_or_si256(_mm256_or_si256(equal(brackets, '{'), equal(brackets, '}')),
                                       _mm256_or_si256(equal(v, ':'), equal(v, ','))));
      spaces = mask(_mm256_or_si256(_mm256_or_si256(equal(v, ' '), equal(v, '\t')),
                                    _mm256_or_si256(equal(v, '\n'), equal(v, '\r'))));
      const __m256i low = _mm256_min_epu8(v, _mm256_set1_epi8(0x1f));
      controls = mask(_mm256_cmpeq_epi8(low, v));
      non_ascii = mask(v);
    }

    static std::uint32_t mask(__m256i v) {
      return static_cast<std::uint32_t>(_mm256_movemask_epi8(v));
    }
  };

  static std::uint64_t join(std::uint32_t low, std::uint32_t high) {
    return std::uint64_t{low} | std::uint64_t{high} << 32U;
  }
};

}  // namespace

StructuralIndexer avx2_indexer() noexcept {
  const bool here = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("pclmul") != 0 &&
                    __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("popcnt") != 0;
  return here ? StructuralKernel<Avx2Block>::index : nullptr;
}

}  // namespace gdo::decode
