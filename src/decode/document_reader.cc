#include "decode/document_reader.h"

#include <array>
#include <utility>

#include "decode/container_path.h"
#include "decode/document_text.h"
#include "decode/element_reader.h"
#include "decode/line_reader.h"
#include "decode/text_source.h"

namespace gdo {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf"sv;
// UTF-16 and UTF-32, both byte orders.
constexpr std::array kOtherMarks = {"\xff\xfe"sv, "\xfe\xff"sv, "\0\0\xfe\xff"sv};

// A bracket, and zeros where UTF-16 or UTF-32 has them and nothing else can.
bool looks_wide(std::string_view head) {
  if (head.size() < 4) return false;
  std::string pattern;
  for (const char c : head.substr(0, 4)) {
    pattern += c == '\0' ? '0' : c == '{' || c == '[' ? 'b' : '.';
  }
  return pattern == "b0.0" || pattern == "0b0." || pattern == "b0b0" || pattern == "0b0b" ||
         pattern == "b000" || pattern == "000b";
}

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
  if (*c != '{') {
    return text.fail("raiz_invalida", "o documento não começa com um objeto nem com uma lista",
                     text.offset());
  }
  in_container = in_object;
  return in_container ? advance_in_container(record) : root_object(record);
}

bool DocumentReader::State::check_encoding() {
  TextWindow& window = text.window();
  while (window.end() < 4 && window.more()) {
  }
  const std::string_view head = window.from(0);
  for (const std::string_view mark : kOtherMarks) {
    if (head.starts_with(mark)) {
      return text.fail("codificacao_invalida", "o arquivo está em UTF-16 ou UTF-32, não em UTF-8",
                       0);
    }
  }
  if (looks_wide(head)) {
    return text.fail("codificacao_invalida",
                     "o arquivo parece estar em UTF-16 ou UTF-32, não em UTF-8", 0);
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

}  // namespace gdo
