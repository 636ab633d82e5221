#include "decode/reference_reader.h"

#include <algorithm>
#include <limits>

#include "decode/reference_parser.h"

namespace gdo::test {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const decode::ReadLimits& limits) : text_(text), limits_(limits) {}

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
      record.fault = decode::RecordFault::size;
      record.bytes.resize(limits_.record_bytes);
    }
    result_.records.push_back(record);
    parser.at = value.at;
  }

  std::optional<decode::RecordFault> fault_of(const Parser& value) const {
    if (value.bad) return decode::RecordFault::invalid_utf8;
    if (value.deepest > static_cast<std::size_t>(limits_.depth)) return decode::RecordFault::depth;
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
      if (line.size() > limits_.record_bytes) record.fault = decode::RecordFault::size;
      result_.records.push_back(record);
      at = newline;
    }
  }

  std::optional<decode::RecordFault> judge(std::string_view line) const {
    Parser value(line, 0);
    try {
      value.value();
    } catch (const Broken&) {
      return value.lost ? decode::RecordFault::invalid_utf8 : decode::RecordFault::invalid_json;
    }
    if (value.lost) return decode::RecordFault::invalid_utf8;
    value.spaces();
    if (value.ended()) return fault_of(value);
    const std::string_view rest = line.substr(value.at);
    for (std::size_t i = 0; i < rest.size();) {
      const std::size_t length = character(rest.substr(i));
      if (length == 0 || rest.front() == '\0') return decode::RecordFault::invalid_utf8;
      i += length;
    }
    return decode::RecordFault::invalid_json;
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
  decode::ReadLimits limits_;
  ReferenceResult result_;
  bool found_ = false;
};

}  // namespace

ReferenceResult read_by_reference(std::string_view text, const decode::ReadLimits& limits,
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
