#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>

#include "decode/reference_reader.h"

// JSON as RFC 8259 has it, read the slow and plain way: what reference_reader.cc judges by.
namespace gdo::test {

// The first byte that cannot be there.
struct Broken {
  std::size_t at;
  bool lost = false;
};

// Length of the UTF-8 character that begins at the front of text; 0 if none does.
inline std::size_t character(std::string_view text) {
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

inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Parser {
 public:
  Parser(std::string_view text_in, std::size_t at_in) : text(text_in), at(at_in) {}

  // Parses one value at `at`. Afterwards `at` is behind it.
  inline void value() {
    try {
      parse_value();
    } catch (const Lost& lost_here) {
      lost = true;
      follow_brackets(lost_here.in_string, lost_here.at);
    }
  }

  inline void spaces() {
    while (at < text.size() && is_space(text[at])) ++at;
  }
  bool ended() const { return at >= text.size(); }
  char peek() const {
    if (ended()) throw Broken{text.size()};
    return text[at];
  }
  inline void expect(char c) {
    if (peek() != c) unexpected();
    ++at;
  }
  inline void string() {
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

  inline void escape() {
    constexpr std::string_view kLetters = "\"\\/bfnrtu";
    const char letter = peek();
    if (kLetters.find(letter) == std::string_view::npos) unexpected(true);
    ++at;
    for (int i = 0; letter == 'u' && i < 4; ++i, ++at) {
      constexpr std::string_view kHex = "0123456789abcdefABCDEF";
      if (kHex.find(peek()) == std::string_view::npos) unexpected(true);
    }
  }

  inline void digits() {
    if (peek() < '0' || peek() > '9') unexpected();
    while (!ended() && text[at] >= '0' && text[at] <= '9') ++at;
  }

  inline void number() {
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

  inline void word(std::string_view letters) {
    for (const char c : letters) expect(c);
  }

  inline void parse_value() {
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

  inline void enter(char closer) {
    ++at;
    open.push_back(closer);
    deepest = std::max(deepest, open.size());
    spaces();
  }
  inline void leave() {
    ++at;
    open.pop_back();
  }

  inline void object() {
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

  inline void array() {
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

  inline void follow_brackets(bool in_string, std::size_t lost_at) {
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

}  // namespace gdo::test
