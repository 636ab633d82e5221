#include "decode/document_reader.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "decode/container_path.h"
#include "decode/document_text.h"
#include "decode/foreign_format.h"
#include "decode/line_reader.h"
#include "decode/text_source.h"
#include "decode/token_cursor.h"
#include "decode/value_check.h"

namespace gdo::decode {
namespace {

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

using std::string_view_literals::operator""sv;

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf"sv;

}  // namespace

struct DocumentReader::State {
  State(ByteSource source, const ReadLimits& limits, std::vector<std::string> container)
      : text(open_text(std::move(source), limits)),
        elements(text, limits),
        lines(text, limits),
        in_object(!container.empty()),
        path(text, limits, std::move(container)) {}

  enum class Phase {
    start,
    first_element,  // behind the '[' of the records
    next_element,   // behind a record of the array
    root_object,    // at its '{'
    after_object,   // behind it: it may have been the first of many lines
    lines,
    end,
  };

  bool next(RawRecord& record);
  bool start(RawRecord& record);
  bool check_encoding();
  bool wrong_root();
  bool next_element(RawRecord& record);
  bool end_array(RawRecord& record);
  bool root_object(RawRecord& record);
  bool after_object(RawRecord& record);
  bool next_line(RawRecord& record);
  bool advance_in_container(RawRecord& record);
  bool expect_end();

  DocumentText text;
  ElementReader elements;
  LineReader lines;
  bool in_object;  // a root object holds the records
  ContainerPath path;
  bool in_container = false;  // and it does here
  bool object_spans_lines = false;
  Phase phase = Phase::start;
  std::int64_t number = 0;
};

bool DocumentReader::State::next(RawRecord& record) {
  switch (phase) {
    case Phase::start:
      return start(record);
    case Phase::first_element:
    case Phase::next_element:
      return next_element(record);
    case Phase::root_object:
      return root_object(record);
    case Phase::after_object:
      return after_object(record);
    case Phase::lines:
      return next_line(record);
    case Phase::end:
      break;
  }
  return false;
}

bool DocumentReader::State::start(RawRecord& record) {
  if (!check_encoding()) return false;
  const auto c = text.peek();
  if (!c) return text.end() && text.fail("vazio", "o arquivo está vazio", text.offset());
  if (*c == '[') {
    text.skip_byte();
    phase = Phase::first_element;
    return next_element(record);
  }
  if (*c != '{') return wrong_root();
  in_container = in_object;
  return in_container ? advance_in_container(record) : root_object(record);
}

bool DocumentReader::State::wrong_root() {
  TextWindow& window = text.window();
  while (window.end() < text.offset() + kForeignHead && window.more()) {
  }
  const std::string_view format = foreign_format(window.from(text.offset()));
  return text.fail("raiz_invalida",
                   fmt::format("o documento não começa com um objeto nem com uma lista{}{}",
                               format.empty() ? "" : ": parece ser ", format),
                   text.offset());
}

bool DocumentReader::State::check_encoding() {
  TextWindow& window = text.window();
  while (window.end() < 4 && window.more()) {
  }
  const std::string_view head = window.from(0);
  if (const auto encoding = foreign_encoding(head); !encoding.empty()) {
    return text.fail("codificacao_invalida",
                     fmt::format("o arquivo está em {}, não em UTF-8", encoding), 0);
  }
  if (head.starts_with(kUtf8Mark)) text.move_to(kUtf8Mark.size());
  return true;
}

bool DocumentReader::State::next_element(RawRecord& record) {
  auto c = text.peek();
  if (!c) return text.fail_at_end();
  if (*c == ']') return end_array(record);
  if (phase == Phase::next_element) {
    if (*c != ',') return text.fail_syntax(SyntaxReason::comma_or_array_end, text.offset());
    text.skip_byte();
    c = text.peek();
    if (!c) return text.fail_at_end();
  }
  phase = Phase::next_element;
  return elements.read(record);
}

bool DocumentReader::State::end_array(RawRecord& record) {
  text.skip_byte();
  return in_container ? advance_in_container(record) : expect_end();
}

bool DocumentReader::State::advance_in_container(RawRecord& record) {
  switch (path.advance()) {
    case ContainerPath::Step::array:
      break;
    case ContainerPath::Step::end:
      return expect_end();
    case ContainerPath::Step::broken:
      return false;
  }
  phase = Phase::first_element;
  return next_element(record);
}

bool DocumentReader::State::root_object(RawRecord& record) {
  phase = Phase::after_object;
  if (!elements.read(record)) return false;
  object_spans_lines = elements.has_newline(record);
  return true;
}

// The object was the first of many lines if it filled the first one.
bool DocumentReader::State::after_object(RawRecord& record) {
  const auto c = text.peek_in_line();
  if (!c || *c != '\n' || object_spans_lines) return expect_end();
  phase = Phase::lines;
  return next_line(record);
}

bool DocumentReader::State::next_line(RawRecord& record) {
  if (!text.peek()) {
    phase = Phase::end;
    text.end();
    return false;
  }
  return lines.read(record);
}

// Always false: no record follows.
bool DocumentReader::State::expect_end() {
  phase = Phase::end;
  if (text.peek()) {
    return text.fail_syntax("há conteúdo depois do fim do documento", text.offset());
  }
  text.end();
  return false;
}

DocumentReader::DocumentReader(ByteSource source, ReadLimits limits,
                               std::vector<std::string> container)
    : state_(std::make_unique<State>(std::move(source), limits, std::move(container))) {}

DocumentReader::~DocumentReader() = default;

bool DocumentReader::next(RawRecord& record) {
  if (state_->text.fault() || !state_->next(record)) {
    state_->phase = State::Phase::end;
    return false;
  }
  record.number = ++state_->number;
  return true;
}

const std::optional<DocumentFault>& DocumentReader::fault() const { return state_->text.fault(); }

std::uint64_t DocumentReader::bytes_read() const { return state_->text.offset(); }

}  // namespace gdo::decode
