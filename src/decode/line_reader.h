#pragma once

#include <optional>
#include <string_view>

#include "decode/document_text.h"
#include "decode/token_cursor.h"
#include "decode/value_check.h"

namespace gdo::decode {

// Reads the lines of a JSON Lines document, each judged by itself.
class LineReader {
 public:
  LineReader(DocumentText& text, const ReadLimits& limits);

  // Reads the line whose first byte that is not white space is at text.offset(), and moves to its
  // end. False only when the source is at fault. Does not set the record's number.
  bool read(RawRecord& record);

 private:
  std::optional<std::uint64_t> find_end(std::uint64_t start);
  bool read_long(RawRecord& record);
  std::uint64_t pass_rest();
  std::optional<RecordFault> judge(std::string_view line);
  std::optional<RecordFault> judge_slowly(std::string_view line);

  DocumentText& text_;
  ReadLimits limits_;
  ViewTokens tokens_;
  ValueCheck check_;
  ValueScanner scanner_;
  TextWindow::Detached held_;  // the beginning of a line that is too long
};

}  // namespace gdo::decode
