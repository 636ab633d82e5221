#include "decode/text_window.h"

#include <emmintrin.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#if defined(__SSE2__)

#endif

namespace gdo::decode {
namespace {

constexpr std::size_t kFirstCapacity = 16U << 10U;    // most files of a lake are small
constexpr std::size_t kSteadyCapacity = 256U << 10U;  // a window that stays in the cache

}  // namespace

bool TextWindow::more() {
  if (ended_) return false;
  make_room();
  const std::size_t used = end_ - start_;
  last_read_ = source_->read({data_.get() + used, capacity_ - used});
  ended_ = last_read_ == 0;
  end_ += last_read_;
  std::memset(data_.get() + (end_ - start_), 0, kPadding);
  return !ended_;
}

TextWindow::Detached TextWindow::detach(std::uint64_t offset) {
  TextWindow rest(nullptr);
  rest.grow(std::max<std::size_t>(kSteadyCapacity, end_ - offset));
  std::memcpy(rest.data_.get(), at(offset), end_ - offset + kPadding);
  count_lines_before(offset);
  Detached detached{std::move(data_), start_};
  data_ = std::move(rest.data_);
  capacity_ = rest.capacity_;
  start_ = kept_ = offset;
  return detached;
}

TextPosition TextWindow::position(std::uint64_t offset) const {
  const std::string_view before(data_.get(), offset - start_);
  // A long line makes this a long way back, which std::string_view would walk byte by byte.
  const auto* const last = static_cast<const char*>(
      before.empty() ? nullptr : ::memrchr(before.data(), '\n', before.size()));
  const std::uint64_t line_start =
      last == nullptr ? line_start_ : start_ + static_cast<std::uint64_t>(last - before.data()) + 1;
  return {.line = lines_ + static_cast<std::int64_t>(count_newlines(before)) + 1,
          .column = static_cast<std::int64_t>(offset - line_start) + 1};
}

void TextWindow::make_room() {
  const std::size_t room = capacity_ - (end_ - start_);
  if (capacity_ != 0 && room >= std::min(capacity_ / 4, kSteadyCapacity / 4)) return;
  move_to_front();
  const std::size_t kept = end_ - start_;
  // A source that fills a small window has more to give.
  if (capacity_ < kSteadyCapacity && last_read_ >= capacity_ / 4) {
    grow(std::max(capacity_ * 4, kFirstCapacity));
  } else if (kept > capacity_ / 2) {
    grow(capacity_ * 2);
  }
}

void TextWindow::move_to_front() {
  count_lines_before(kept_);
  if (kept_ != start_) std::memmove(data_.get(), at(kept_), end_ - kept_);
  start_ = kept_;
}

void TextWindow::grow(std::size_t capacity) {
  auto* const memory = static_cast<char*>(std::realloc(data_.get(), capacity + kPadding));
  if (memory == nullptr) throw std::bad_alloc();
  static_cast<void>(data_.release());  // realloc freed it
  data_.reset(memory);
  capacity_ = capacity;
}

void TextWindow::count_lines_before(std::uint64_t offset) {
  const TextPosition there = position(offset);
  lines_ = there.line - 1;
  line_start_ = offset - static_cast<std::uint64_t>(there.column - 1);
}

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
