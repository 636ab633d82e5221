#include "decode/newline_count.h"

#include <algorithm>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gdo::decode {
namespace {

#if defined(__SSE2__)
// The newlines of 255 vectors at the most, so that no byte of the sum overflows.
std::size_t count_in_vectors(const char* text, std::size_t vectors) noexcept {
  __m128i sum = _mm_setzero_si128();
  for (std::size_t i = 0; i < vectors; ++i) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + 16 * i));
    sum = _mm_sub_epi8(sum, _mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));
  }
  const __m128i halves = _mm_sad_epu8(sum, _mm_setzero_si128());
  return static_cast<std::size_t>(_mm_cvtsi128_si64(halves) +
                                  _mm_cvtsi128_si64(_mm_srli_si128(halves, 8)));
}
#endif

}  // namespace

std::size_t count_newlines(std::string_view text) noexcept {
  std::size_t count = 0;
#if defined(__SSE2__)
  while (text.size() >= 16) {
    const std::size_t vectors = std::min<std::size_t>(text.size() / 16, 255);
    count += count_in_vectors(text.data(), vectors);
    text.remove_prefix(vectors * 16);
  }
#endif
  return count + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace gdo::decode
