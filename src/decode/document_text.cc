#include "decode/document_text.h"

#include <fmt/format.h>

namespace gdo::decode {

std::optional<char> DocumentText::peek() { return peek_behind(" \n\r\t"); }

std::optional<char> DocumentText::peek_in_line() { return peek_behind(" \r\t"); }

std::optional<char> DocumentText::peek_behind(std::string_view spaces) {
  for (;;) {
    const std::string_view rest = window_.from(offset_);
    const std::size_t found = rest.find_first_not_of(spaces);
    if (found != std::string_view::npos) {
      offset_ += found;
      return rest[found];
    }
    offset_ = window_.end();
    window_.release(offset_);
    if (!window_.more()) return std::nullopt;
  }
}

bool DocumentText::fail(std::string_view code, std::string_view message, std::uint64_t offset) {
  const TextPosition position = window_.position(offset);
  fault_ = DocumentFault{.code = std::string(code),
                         .message = std::string(message),
                         .line = position.line,
                         .column = position.column,
                         .offset = offset};
  return false;
}

bool DocumentText::fail_syntax(std::string_view why, std::uint64_t offset) {
  return fail("json_malformado", fmt::format("JSON malformado: {}", why), offset);
}

bool DocumentText::fail_at_end() {
  return end() && fail_syntax(SyntaxReason::end_of_document, window_.end());
}

bool DocumentText::end() {
  const SourceFault* const fault = window_.fault();
  return fault == nullptr || fail(fault->code, fault->message, window_.end());
}

}  // namespace gdo::decode
