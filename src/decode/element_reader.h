#pragma once

#include "decode/document_text.h"
#include "decode/token_cursor.h"
#include "decode/value_check.h"

namespace gdo::decode {

// Reads values that stand anywhere in a document: the elements of an array, or the root object.
// Fast where it can, by ValueScanner where anything is unusual.
class ElementReader {
 public:
  ElementReader(DocumentText& text, const ReadLimits& limits);

  // Reads the value that begins at text.offset() and moves behind it. False: the document is broken
  // there, as text.fault() says. Does not set the record's number.
  bool read(RawRecord& record);
  // Whether there is a newline inside the value last read.
  bool has_newline(const RawRecord& record) const;

 private:
  bool check(RawRecord& record);
  bool scan(RawRecord& record);
  bool scan_to_end(std::uint64_t start);
  void hold_back(std::uint64_t start);
  std::optional<RecordFault> scanned_fault() const;

  DocumentText& text_;
  ReadLimits limits_;
  WindowTokens tokens_;
  ValueCheck check_;
  ValueScanner scanner_;
  bool scanned_ = false;       // the last value was read by scanner_
  TextWindow::Detached held_;  // the beginning of a record that is too long
};

}  // namespace gdo::decode
