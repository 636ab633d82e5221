#include "decode/token_cursor.h"

namespace gdo::decode {

void WindowTokens::start_value(std::uint64_t offset, std::size_t limit) {
  limit_ = offset + limit;
  while (cursor_ != last_ && chunk_ + tokens_[cursor_] < offset) ++cursor_;
  const bool ahead = cursor_ != last_ ? chunk_ + tokens_[cursor_] == offset : indexed_ == offset;
  non_ascii_ = cursor_ != last_ && state_.non_ascii;
  stray_backslash_ = cursor_ != last_ && state_.stray_backslash;
  if (ahead) return;
  begin();
  indexed_ = offset;
  non_ascii_ = stray_backslash_ = false;
}

bool WindowTokens::refill() {
  while (indexed_ <= limit_) {
    const std::uint64_t available = text_.end() - indexed_;
    if (!text_.ended() && available < kLookahead + 64) {
      text_.more();
      continue;
    }
    if (available == 0) return false;
    const std::uint64_t usable = text_.ended() ? available : (available - kLookahead) / 64 * 64;
    chunk_ = indexed_;
    const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(usable, kChunk));
    indexed_ += bytes;
    index(text_.at(chunk_), bytes);
    non_ascii_ = non_ascii_ || state_.non_ascii;
    stray_backslash_ = stray_backslash_ || state_.stray_backslash;
    if (last_ != 0) return true;
  }
  return false;
}

}  // namespace gdo::decode
