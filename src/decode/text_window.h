#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "decode/text_source.h"

namespace gdo::decode {

// Where something is in the uncompressed document, for a person. Both from 1; a column is a byte.
struct TextPosition {
  std::int64_t line = 1;
  std::int64_t column = 1;
};

// Memory of realloc(), which moves a large block without copying it or having it twice.
struct FreeMemory {
  void operator()(char* memory) const { std::free(memory); }
};
using TextMemory = std::unique_ptr<char, FreeMemory>;

// The part of a document's text that is in memory. It grows with what is not released yet, and no
// further. Offsets count the uncompressed bytes of the document.
class TextWindow {
 public:
  // So many readable bytes follow end(), zeros when they were last written.
  static constexpr std::size_t kPadding = 128;

  explicit TextWindow(std::unique_ptr<TextSource> source) : source_(std::move(source)) {}

  // Reads at least one more byte behind end(); false at the end of the document and when the source
  // is at fault. Pointers into the window become invalid.
  bool more();
  // Bytes before `offset` are not needed any more. Pointers stay valid until more() or detach().
  void release(std::uint64_t offset) { kept_ = offset; }

  std::uint64_t released() const { return kept_; }

  const char* at(std::uint64_t offset) const { return data_.get() + (offset - start_); }
  std::string_view from(std::uint64_t offset) const { return {at(offset), end_ - offset}; }
  std::uint64_t end() const { return end_; }
  // Nothing comes behind end(): the document ended, or its source is at fault.
  bool ended() const { return ended_; }
  // Why it ended too early; null if it did not.
  const SourceFault* fault() const {
    return ended_ && source_->fault() ? &*source_->fault() : nullptr;
  }

  // Takes the window's memory away, with the bytes before `offset`, and goes on in a new one: for
  // what must stay in memory while the text behind it streams by.
  struct Detached {
    TextMemory memory;
    std::uint64_t start = 0;  // the offset of memory[0]
  };
  Detached detach(std::uint64_t offset);

  // For an offset that is not released.
  TextPosition position(std::uint64_t offset) const;

 private:
  void make_room();
  void count_lines_before(std::uint64_t offset);
  void move_to_front();
  void grow(std::size_t capacity);

  std::unique_ptr<TextSource> source_;
  TextMemory data_;
  std::size_t capacity_ = 0;  // without the padding
  std::uint64_t start_ = 0;   // the offset of data_[0]
  std::uint64_t kept_ = 0;    // not released from here on
  std::uint64_t end_ = 0;
  std::size_t last_read_ = 0;  // what the source last gave
  bool ended_ = false;
  std::int64_t lines_ = 0;        // newlines before start_
  std::uint64_t line_start_ = 0;  // where the line begins in which start_ lies
};

// How many '\n' are in a text.
std::size_t count_newlines(std::string_view text) noexcept;

}  // namespace gdo::decode
