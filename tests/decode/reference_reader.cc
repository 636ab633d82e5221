#include "decode/reference_reader.h"

#include <algorithm>
#include <limits>

namespace gdo::test {
namespace {

// The first byte that cannot be there.
struct Broken {
  std::size_t at;
  bool lost = false;
};

// Length of the UTF-8 character that begins at the front of text; 0 if none does.
std::size_t character(std::string_view text) {
  const auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto tail = [&byte](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf && tail(1)) return 2;
  if (first >= 0xe0 && first <= 0xef && tail(1) && tail(2)) {
    const unsigned code = (first & 0xfU) << 12U | (byte(1) & 0x3fU) << 6U | (byte(2) & 0x3fU);
    return code >= 0x800 && (code < 0xd800 || code > 0xdfff) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4 && tail(1) && tail(2) && tail(3)) {
    const unsigned code = (first & 7U) << 18U | (byte(1) & 0x3fU) << 12U | (byte(2) & 0x3fU) << 6U |
                          (byte(3) & 0x3fU);
    return code >= 0x10000 && code <= 0x10ffff ? 4 : 0;
  }
  return 0;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Parser {
 public:
  Parser(std::string_view text_in, std::size_t at_in) : text(text_in), at(at_in) {}

  // Parses one value at `at`. Afterwards `at` is behind it.
  void value() {
    try {
      parse_value();
    } catch (const Lost& lost_here) {
      lost = true;
      follow_brackets(lost_here.in_string, lost_here.at);
    }
  }

  void spaces() {
    while (at < text.size() && is_space(text[at])) ++at;
  }
  bool ended() const { return at >= text.size(); }
  char peek() const {
    if (ended()) throw Broken{text.size()};
    return text[at];
  }
  void expect(char c) {
    if (peek() != c) unexpected();
    ++at;
  }
  void string() {
    expect('"');
    for (;;) {
      const char c = peek();
      const std::size_t length = character(text.substr(at));
      if (c == '"') break;
      if (c == '\\') {
        ++at;
        escape();
      } else if (c == '\0' || length == 0) {
        bad = true;
        first_bad = std::min(first_bad, at);
        ++at;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        unexpected();
      } else {
        at += length;
      }
    }
    ++at;
  }

  std::string_view text;
  std::size_t at;
  bool bad = false;
  bool lost = false;
  std::size_t first_bad = std::numeric_limits<std::size_t>::max();
  std::size_t deepest = 0;

 private:
  struct Lost {
    std::size_t at;
    bool in_string;
  };

  [[noreturn]] void unexpected(bool in_string = false) {
    peek();
    if (text[at] != '\0' && character(text.substr(at)) != 0) throw Broken{at};
    bad = true;
    first_bad = std::min(first_bad, at);
    throw Lost{at, in_string};
  }

  void escape() {
    constexpr std::string_view kLetters = "\"\\/bfnrtu";
    const char letter = peek();
    if (kLetters.find(letter) == std::string_view::npos) unexpected(true);
    ++at;
    for (int i = 0; letter == 'u' && i < 4; ++i, ++at) {
      constexpr std::string_view kHex = "0123456789abcdefABCDEF";
      if (kHex.find(peek()) == std::string_view::npos) unexpected(true);
    }
  }

  void digits() {
    if (peek() < '0' || peek() > '9') unexpected();
    while (!ended() && text[at] >= '0' && text[at] <= '9') ++at;
  }

  void number() {
    if (peek() == '-') ++at;
    if (peek() == '0')
      ++at;
    else
      digits();
    if (!ended() && text[at] == '.') {
      ++at;
      digits();
    }
    if (!ended() && (text[at] == 'e' || text[at] == 'E')) {
      ++at;
      if (peek() == '+' || peek() == '-') ++at;
      digits();
    }
  }

  void word(std::string_view letters) {
    for (const char c : letters) expect(c);
  }

  void parse_value() {
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        if (peek() != '-' && (peek() < '0' || peek() > '9')) unexpected();
        number();
    }
  }

  void enter(char closer) {
    ++at;
    open.push_back(closer);
    deepest = std::max(deepest, open.size());
    spaces();
  }
  void leave() {
    ++at;
    open.pop_back();
  }

  void object() {
    enter('}');
    if (peek() == '}') return leave();
    for (;;) {
      string();
      spaces();
      expect(':');
      spaces();
      parse_value();
      spaces();
      if (peek() == '}') return leave();
      expect(',');
      spaces();
    }
  }

  void array() {
    enter(']');
    if (peek() == ']') return leave();
    for (;;) {
      parse_value();
      spaces();
      if (peek() == ']') return leave();
      expect(',');
      spaces();
    }
  }

  void follow_brackets(bool in_string, std::size_t lost_at) {
    for (++at; !ended(); ++at) {
      const char c = text[at];
      if (in_string) {
        if (c == '\\') ++at;
        if (c == '"') in_string = false;
        continue;
      }
      if (open.empty() && (c == ',' || c == ']' || c == '}' || is_space(c))) return;
      if (c == '"') in_string = true;
      if (c == '{' || c == '[') open.push_back(c == '{' ? '}' : ']');
      deepest = std::max(deepest, open.size());
      if (c != '}' && c != ']') continue;
      if (open.back() != c) throw Broken{at, true};
      open.pop_back();
      if (open.empty()) {
        ++at;
        return;
      }
    }
    at = text.size();
    if (!open.empty() || in_string) throw Broken{lost_at, true};
  }

  std::vector<char> open;
};

class Reader {
 public:
  Reader(std::string_view text, const ReadLimits& limits) : text_(text), limits_(limits) {}

  ReferenceResult read(const std::vector<std::string>& container) {
    try {
      document(container);
    } catch (const Broken& broken) {
      fail("json_malformado", broken.at);
      result_.fault->vague = broken.lost;
    }
    return result_;
  }

 private:
  void fail(const std::string& code, std::size_t at) {
    result_.fault = ReferenceFault{.code = code, .offset = at, .vague = false};
  }

  void document(const std::vector<std::string>& container) {
    Parser parser(text_, text_.starts_with("\xef\xbb\xbf") ? 3 : 0);
    parser.spaces();
    if (parser.ended()) return fail("vazio", text_.size());
    if (parser.peek() == '[') {
      ++parser.at;
      elements(parser);
    } else if (parser.peek() != '{') {
      return fail("raiz_invalida", parser.at);
    } else if (container.empty()) {
      const std::size_t start = parser.at;
      add(parser);
      const std::size_t newline = std::min(text_.find('\n', start), text_.size());
      const std::size_t next = text_.find_first_not_of(" \t\r", parser.at);
      if (newline >= parser.at && (next == std::string_view::npos || text_[next] == '\n')) {
        return lines(newline);
      }
    } else {
      found_ = false;
      members(parser, container, 0);
      if (result_.fault) return;
      if (!found_) return fail("recipiente_ausente", parser.at);
    }
    parser.spaces();
    if (!parser.ended()) throw Broken{parser.at};
  }

  void elements(Parser& parser) {
    parser.spaces();
    if (parser.peek() == ']') {
      ++parser.at;
      return;
    }
    for (;;) {
      add(parser);
      parser.spaces();
      if (parser.peek() == ']') break;
      if (parser.peek() != ',') throw Broken{parser.at};
      ++parser.at;
      parser.spaces();
    }
    ++parser.at;
  }

  void add(Parser& parser) {
    Parser value(text_, parser.at);
    value.value();
    ReferenceRecord record{.bytes = std::string(text_.substr(parser.at, value.at - parser.at)),
                           .offset = parser.at,
                           .size = value.at - parser.at,
                           .fault = fault_of(value)};
    if (record.size > limits_.record_bytes) {
      record.fault = RecordFault::tamanho;
      record.bytes.resize(limits_.record_bytes);
    }
    result_.records.push_back(record);
    parser.at = value.at;
  }

  std::optional<RecordFault> fault_of(const Parser& value) const {
    if (value.bad) return RecordFault::utf8_invalido;
    if (value.deepest > static_cast<std::size_t>(limits_.depth)) return RecordFault::profundidade;
    return std::nullopt;
  }

  void lines(std::size_t at) {
    while (at < text_.size()) {
      at = std::min(text_.find_first_not_of(" \t\r\n", at), text_.size());
      const std::size_t newline = std::min(text_.find('\n', at), text_.size());
      std::string_view line = text_.substr(at, newline - at);
      line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
      if (line.empty()) continue;
      ReferenceRecord record{.bytes = std::string(line.substr(0, limits_.record_bytes)),
                             .offset = at,
                             .size = line.size(),
                             .fault = judge(line)};
      if (line.size() > limits_.record_bytes) record.fault = RecordFault::tamanho;
      result_.records.push_back(record);
      at = newline;
    }
  }

  std::optional<RecordFault> judge(std::string_view line) const {
    Parser value(line, 0);
    try {
      value.value();
    } catch (const Broken&) {
      return value.lost ? RecordFault::utf8_invalido : RecordFault::json_invalido;
    }
    if (value.lost) return RecordFault::utf8_invalido;
    value.spaces();
    if (value.ended()) return fault_of(value);
    const std::string_view rest = line.substr(value.at);
    for (std::size_t i = 0; i < rest.size();) {
      const std::size_t length = character(rest.substr(i));
      if (length == 0 || rest.front() == '\0') return RecordFault::utf8_invalido;
      i += length;
    }
    return RecordFault::json_invalido;
  }

  // The object at parser.at, on the way to the container.
  void members(Parser& parser, const std::vector<std::string>& path, std::size_t level) {
    ++parser.at;
    parser.spaces();
    bool first = true;
    while (parser.peek() != '}') {
      if (!first) {
        if (parser.peek() != ',') throw Broken{parser.at};
        ++parser.at;
        parser.spaces();
      }
      first = false;
      if (parser.peek() != '"') throw Broken{parser.at};
      const std::string name = skip(parser);
      if (result_.fault) return;
      parser.spaces();
      if (parser.peek() != ':') throw Broken{parser.at};
      ++parser.at;
      parser.spaces();
      const char c = parser.peek();
      const bool ours = name == '"' + path[level] + '"';
      if (ours && level + 1 == path.size()) {
        if (c != '[') return fail("recipiente_ausente", parser.at);
        if (found_) return fail("recipiente_repetido", parser.at);
        found_ = true;
        ++parser.at;
        elements(parser);
      } else if (ours && c == '{') {
        members(parser, path, level + 1);
      } else {
        skip(parser);
      }
      if (result_.fault) return;
      parser.spaces();
    }
    ++parser.at;
  }

  std::string skip(Parser& parser) {
    Parser value(text_, parser.at);
    try {
      value.value();
    } catch (const Broken& broken) {
      // A character that the end of the document cuts may count as that end.
      const bool at_end = broken.at == text_.size() && value.first_bad + 4 > text_.size();
      if (value.bad) throw Broken{value.first_bad, at_end};
      throw;
    }
    if (value.bad) throw Broken{value.first_bad};
    if (value.deepest > static_cast<std::size_t>(limits_.depth)) {
      fail("profundidade", value.at);
    }
    const std::size_t start = parser.at;
    parser.at = value.at;
    return std::string(text_.substr(start, value.at - start));
  }

  std::string_view text_;
  ReadLimits limits_;
  ReferenceResult result_;
  bool found_ = false;
};

}  // namespace

ReferenceResult read_by_reference(std::string_view text, const ReadLimits& limits,
                                  const std::vector<std::string>& container) {
  return Reader(text, limits).read(container);
}

bool is_json_by_reference(std::string_view text) {
  Parser parser(text, 0);
  try {
    parser.spaces();
    parser.value();
    parser.spaces();
  } catch (const Broken&) {
    return false;
  }
  return parser.ended() && !parser.bad;
}

}  // namespace gdo::test
