#include "decode/element_reader.h"

#include <simdjson.h>

#include <algorithm>

namespace gdo::decode {

ElementReader::ElementReader(DocumentText& text, const ReadLimits& limits)
    : text_(text),
      limits_(limits),
      tokens_(text.window()),
      check_(limits.depth),
      scanner_(limits.depth) {}

bool ElementReader::read(RawRecord& record) {
  held_ = {};
  text_.window().release(text_.offset());
  record.offset = text_.offset();
  scanned_ = !check(record);
  return !scanned_ || scan(record);
}

bool ElementReader::has_newline(const RawRecord& record) const {
  return scanned_ ? scanner_.has_newline() : record.bytes.find('\n') != std::string_view::npos;
}

bool ElementReader::check(RawRecord& record) {
  tokens_.start_value(record.offset, limits_.record_bytes);
  if (!check_.accepts(tokens_)) return false;
  const std::uint64_t end = tokens_.offset() + 1;
  record.size = end - record.offset;
  if (record.size > limits_.record_bytes) return false;
  record.bytes = {text_.window().at(record.offset), record.size};
  record.fault.reset();
  if (tokens_.non_ascii() && !simdjson::validate_utf8(record.bytes)) {
    record.fault = RecordFault::invalid_utf8;
  }
  text_.move_to(end);
  return true;
}

bool ElementReader::scan(RawRecord& record) {
  tokens_.abandon();
  if (!scan_to_end(record.offset)) return false;
  record.size = scanner_.scanned();
  record.fault = scanned_fault();
  const char* const bytes = held_.memory ? held_.memory.get() + (record.offset - held_.start)
                                         : text_.window().at(record.offset);
  record.bytes = {bytes, std::min<std::size_t>(record.size, limits_.record_bytes)};
  text_.move_to(record.offset + record.size);
  return true;
}

bool ElementReader::scan_to_end(std::uint64_t start) {
  scanner_.restart();
  TextWindow& window = text_.window();
  for (std::uint64_t at = start;;) {
    ScanOutcome outcome = scanner_.scan(window.from(at));
    at = start + scanner_.scanned();
    hold_back(start);
    if (outcome == ScanOutcome::more && !window.more()) {
      if (!text_.end()) return false;
      outcome = scanner_.finish();
    }
    if (outcome == ScanOutcome::complete) return true;
    if (outcome == ScanOutcome::broken) {
      const std::uint64_t offset = start + scanner_.scanned();
      return text_.fail_syntax(scanner_.reason(), std::max(offset, window.released()));
    }
  }
}

// Lets the text behind the first record_bytes of the value stream by.
void ElementReader::hold_back(std::uint64_t start) {
  if (scanner_.scanned() <= limits_.record_bytes) return;
  TextWindow& window = text_.window();
  if (!held_.memory) held_ = window.detach(start + limits_.record_bytes);
  const std::uint64_t at = start + scanner_.scanned() - ValueScanner::kStepBack;
  window.release(std::max(window.released(), at));
}

std::optional<RecordFault> ElementReader::scanned_fault() const {
  if (scanner_.scanned() > limits_.record_bytes) return RecordFault::size;
  if (scanner_.bad_text()) return RecordFault::invalid_utf8;
  if (scanner_.too_deep()) return RecordFault::depth;
  return std::nullopt;
}

}  // namespace gdo::decode
