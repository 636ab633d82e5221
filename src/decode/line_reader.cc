#include "decode/line_reader.h"

#include <simdjson.h>

#include "base/words.h"

namespace gdo::decode {
namespace {

constexpr std::string_view kSpaces = " \t\r";

}  // namespace

LineReader::LineReader(DocumentText& text, const ReadLimits& limits)
    : text_(text), limits_(limits), check_(limits.depth), scanner_(limits.depth) {}

bool LineReader::read(RawRecord& record) {
  held_ = {};
  TextWindow& window = text_.window();
  record.offset = text_.offset();
  window.release(record.offset);
  const auto end = find_end(record.offset);
  if (!end) return read_long(record);
  if (*end == window.end() && !text_.end()) return false;
  const std::string_view line =
      trimmed({window.at(record.offset), static_cast<std::size_t>(*end - record.offset)}, kSpaces);
  record.size = line.size();
  record.bytes = line.substr(0, limits_.record_bytes);
  record.fault = line.size() > limits_.record_bytes ? RecordFault::size : judge(line);
  text_.move_to(*end);
  return true;
}

// Where the line's newline is, or the end of the document. Empty when the line is too long to be
// kept, or may be.
std::optional<std::uint64_t> LineReader::find_end(std::uint64_t start) {
  TextWindow& window = text_.window();
  for (std::uint64_t searched = start;;) {
    const std::size_t newline = window.from(searched).find('\n');
    if (newline != std::string_view::npos) return searched + newline;
    searched = window.end();
    if (searched - start > limits_.record_bytes) return std::nullopt;
    if (!window.more()) return searched;
  }
}

// Of a line that is too long only the beginning is kept. If nothing but white space comes behind
// it, it was not too long after all.
bool LineReader::read_long(RawRecord& record) {
  const std::uint64_t start = record.offset;
  held_ = text_.window().detach(start + limits_.record_bytes);
  const std::string_view kept(held_.memory.get() + (start - held_.start), limits_.record_bytes);
  text_.move_to(start + kept.size());
  const std::uint64_t rest = pass_rest();
  if (!text_.end()) return false;
  record.bytes = rest == 0 ? trimmed(kept, kSpaces) : kept;
  record.size = record.bytes.size() + rest;
  record.fault = rest == 0 ? judge_slowly(record.bytes) : RecordFault::size;
  return true;
}

// Moves to the end of the line. Returns how many bytes there were, without white space at the end.
std::uint64_t LineReader::pass_rest() {
  TextWindow& window = text_.window();
  const std::uint64_t start = text_.offset();
  std::uint64_t size = 0;
  for (;;) {
    const std::string_view ahead = window.from(text_.offset());
    const std::size_t newline = ahead.find('\n');
    const std::string_view line = ahead.substr(0, newline);
    const std::size_t last = line.find_last_not_of(kSpaces);
    if (last != std::string_view::npos) size = text_.offset() + last + 1 - start;
    text_.move_to(text_.offset() + line.size());
    window.release(text_.offset());
    if (newline != std::string_view::npos || !window.more()) return size;
  }
}

std::optional<RecordFault> LineReader::judge(std::string_view line) {
  tokens_.restart(line);
  if (!check_.accepts(tokens_) || tokens_.token() + 1 != line.data() + line.size()) {
    return judge_slowly(line);
  }
  if (tokens_.non_ascii() && !simdjson::validate_utf8(line)) return RecordFault::invalid_utf8;
  return std::nullopt;
}

std::optional<RecordFault> LineReader::judge_slowly(std::string_view line) {
  scanner_.restart();
  ScanOutcome outcome = scanner_.scan(line);
  if (outcome == ScanOutcome::more) outcome = scanner_.finish();
  if (scanner_.lost()) return RecordFault::invalid_utf8;
  if (outcome == ScanOutcome::broken) return RecordFault::invalid_json;
  const std::string_view rest = line.substr(scanner_.scanned());
  const std::size_t garbage = rest.find_first_not_of(kSpaces);
  if (garbage != std::string_view::npos) {
    const bool text = rest[garbage] != '\0' && simdjson::validate_utf8(rest);
    return text ? RecordFault::invalid_json : RecordFault::invalid_utf8;
  }
  if (scanner_.bad_text()) return RecordFault::invalid_utf8;
  if (scanner_.too_deep()) return RecordFault::depth;
  return std::nullopt;
}

}  // namespace gdo::decode
