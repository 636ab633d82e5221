#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "decode/document_reader.h"
#include "decode/text_window.h"
#include "decode/value_scanner.h"

namespace gdo::decode {

// A document's text, how far it has been read, and what turned out to be wrong with it as a whole.
class DocumentText {
 public:
  explicit DocumentText(std::unique_ptr<TextSource> source) : window_(std::move(source)) {}

  TextWindow& window() { return window_; }
  // Everything before it has been read.
  std::uint64_t offset() const { return offset_; }
  void move_to(std::uint64_t offset) { offset_ = offset; }
  void skip_byte() { ++offset_; }

  // Moves to the next byte that is not white space, and shows it; empty at the end.
  std::optional<char> peek();
  // The same, and a newline is not passed over either.
  std::optional<char> peek_in_line();

  const std::optional<DocumentFault>& fault() const { return fault_; }
  // Each sets the fault and returns false. `offset` is not released yet.
  bool fail(std::string_view code, std::string_view message, std::uint64_t offset);
  bool fail_syntax(std::string_view why, std::uint64_t offset);
  bool fail_syntax(SyntaxReason reason, std::uint64_t offset) {
    return fail_syntax(syntax_text(reason), offset);
  }
  // The text ended where it should not: by itself, or because its source is at fault.
  bool fail_at_end();
  // The text ended. False when its source is at fault.
  bool end();

 private:
  std::optional<char> peek_behind(std::string_view spaces);

  TextWindow window_;
  std::uint64_t offset_ = 0;
  std::optional<DocumentFault> fault_;
};

}  // namespace gdo::decode
