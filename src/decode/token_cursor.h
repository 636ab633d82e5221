#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "decode/structural_index.h"
#include "decode/text_window.h"

namespace gdo::decode {

// The structural bytes of a text (structural_index.h), one after the other. Derived gives refill().
template <class Derived>
class TokenCursor {
 public:
  // The next structural byte; '\0', which is none, when there is no more.
  char next() {
    if (cursor_ == last_ && !static_cast<Derived*>(this)->refill()) return '\0';
    token_ = base_ + tokens_[cursor_++];
    return *token_;
  }
  // Where the last one stands, until next() is called again. What follows it may be looked at, as
  // far as kLookahead, but it counts only if next() finds the end of it.
  const char* token() const { return token_; }

  static constexpr std::size_t kLookahead = 64;

 protected:
  static constexpr std::size_t kChunk = 4096;

  void begin() {
    cursor_ = last_ = 0;
    state_ = {};
  }
  void index(const char* text, std::size_t bytes) {
    base_ = text;
    cursor_ = 0;
    state_.non_ascii = state_.stray_backslash = false;
    last_ = indexer_(text, bytes, state_, tokens_.data());
  }

  const char* base_ = nullptr;
  const char* token_ = nullptr;
  std::size_t cursor_ = 0;
  std::size_t last_ = 0;
  IndexState state_;
  std::array<std::uint32_t, kChunk + 8> tokens_;

 private:
  StructuralIndexer indexer_ = structural_indexer();
};

// Those of a text in memory, behind which 64 bytes can be read.
class ViewTokens : public TokenCursor<ViewTokens> {
 public:
  void restart(std::string_view text) {
    begin();
    rest_ = text;
    non_ascii_ = stray_backslash_ = false;
  }
  // Of the text as far as next() has come.
  bool non_ascii() const { return non_ascii_; }
  bool stray_backslash() const { return stray_backslash_; }

 private:
  friend class TokenCursor<ViewTokens>;

  bool refill() {
    while (!rest_.empty()) {
      const std::size_t bytes = std::min(rest_.size(), kChunk);
      index(rest_.data(), bytes);
      rest_.remove_prefix(bytes);
      non_ascii_ = non_ascii_ || state_.non_ascii;
      stray_backslash_ = stray_backslash_ || state_.stray_backslash;
      if (last_ != 0) return true;
    }
    return false;
  }

  std::string_view rest_;
  bool non_ascii_ = false;
  bool stray_backslash_ = false;
};

// Those of a document, read as they are needed. They run ahead of the value that is being checked
// and go on for the next one.
class WindowTokens : public TokenCursor<WindowTokens> {
 public:
  explicit WindowTokens(TextWindow& text) : text_(text) {}

  // The next token is the one at `offset`, where a container begins. next() reads no further than
  // `limit` behind it (give or take a chunk): a value that does not end before that has no more.
  void start_value(std::uint64_t offset, std::size_t limit);
  // Forgets what it read ahead: the next value begins somewhere else, or the window has moved.
  void abandon() {
    begin();
    indexed_ = kNowhere;
  }
  // Where token() stands in the document.
  std::uint64_t offset() const { return chunk_ + static_cast<std::uint64_t>(token_ - base_); }
  // Each may be true for a value without any, when its neighbours have some.
  bool non_ascii() const { return non_ascii_; }
  bool stray_backslash() const { return stray_backslash_; }

 private:
  friend class TokenCursor<WindowTokens>;
  static constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

  bool refill();

  TextWindow& text_;
  std::uint64_t limit_ = 0;
  std::uint64_t chunk_ = 0;           // the offset of base_
  std::uint64_t indexed_ = kNowhere;  // everything before it is
  bool non_ascii_ = false;
  bool stray_backslash_ = false;
};

}  // namespace gdo::decode
