#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace gdo::decode {

// The bytes that RFC 8259 tells apart, inside numbers and escapes and behind them.
enum class JsonByte : std::uint8_t { digit = 1, hex = 2, scalar_end = 4, escape = 8 };

constexpr std::array<std::uint8_t, 256> json_bytes() {
  std::array<std::uint8_t, 256> kinds{};
  const auto set = [&kinds](std::string_view bytes, JsonByte kind) {
    for (const char c : bytes) {
      auto& entry = kinds[static_cast<unsigned char>(c)];
      entry = static_cast<std::uint8_t>(entry | static_cast<std::uint8_t>(kind));
    }
  };
  set("0123456789", JsonByte::digit);
  set("0123456789abcdefABCDEF", JsonByte::hex);
  set(" \t\n\r,]}", JsonByte::scalar_end);
  set("\"\\/bfnrt", JsonByte::escape);
  return kinds;
}

inline bool is(JsonByte kind, char c) {
  static constexpr std::array<std::uint8_t, 256> kKinds = json_bytes();
  return (kKinds[static_cast<unsigned char>(c)] & static_cast<std::uint8_t>(kind)) != 0;
}

// Whether a text begins with a number, an escape or the word, followed by what may follow it inside
// an array or object. Each reads up to the first byte that does not belong, so there must be one.

inline const char* behind_digits(const char* text) {
  while (is(JsonByte::digit, *text)) ++text;
  return text;
}

inline bool begins_number(const char* text) {
  if (*text == '-') ++text;
  if (!is(JsonByte::digit, *text)) return false;
  text = *text == '0' ? text + 1 : behind_digits(text);
  if (*text == '.') {
    if (!is(JsonByte::digit, *++text)) return false;
    text = behind_digits(text);
  }
  if (*text == 'e' || *text == 'E') {
    ++text;
    if (*text == '+' || *text == '-') ++text;
    if (!is(JsonByte::digit, *text)) return false;
    text = behind_digits(text);
  }
  return is(JsonByte::scalar_end, *text);
}

inline bool begins_escape(const char* text) {
  if (text[1] != 'u') return is(JsonByte::escape, text[1]);
  return is(JsonByte::hex, text[2]) && is(JsonByte::hex, text[3]) && is(JsonByte::hex, text[4]) &&
         is(JsonByte::hex, text[5]);
}

inline bool begins_word(const char* text, std::string_view word) {
  return std::memcmp(text, word.data(), word.size()) == 0 &&
         is(JsonByte::scalar_end, text[word.size()]);
}

// Checks one container by its structural bytes, fast. It accepts nothing that ValueScanner does not
// accept, UTF-8 aside, and refuses whatever it is not sure of.
class ValueCheck {
 public:
  // depth_limit: the deepest nesting it accepts; the container itself is 1.
  explicit ValueCheck(int depth_limit)
      : depth_limit_(static_cast<std::size_t>(depth_limit > 0 ? depth_limit : 0)) {}

  // True: tokens.token() is the bracket that closes the container whose opening one comes next.
  template <class Tokens>
  [[nodiscard]] bool accepts(Tokens& tokens) {
    return accepts_tokens(tokens) && !tokens.stray_backslash();
  }

 private:
  template <class Tokens>
  bool accepts_tokens(Tokens& tokens) {
    closers_.clear();
    char c = tokens.next();
    if (c != '{' && c != '[') return false;
    for (;;) {  // c is the first byte of a value
      if (c == '{' || c == '[') {
        if (!open(c)) return false;
        c = tokens.next();
        if (c != closers_.back()) {
          if (closers_.back() == '}') c = value_of_member(tokens, c);
          continue;
        }
        if (closed(tokens, c)) return true;
      } else {
        c = behind_scalar(tokens, c);
      }
      while (c == closers_.back()) {
        if (closed(tokens, c)) return true;
      }
      if (c != ',') return false;
      c = tokens.next();
      if (closers_.back() == '}') c = value_of_member(tokens, c);
    }
  }

  bool open(char c) {
    if (closers_.size() == depth_limit_) return false;
    closers_.push_back(c == '{' ? '}' : ']');
    return true;
  }

  // Leaves a container; c becomes what stands behind it. True when it was the outermost one.
  template <class Tokens>
  bool closed(Tokens& tokens, char& c) {
    closers_.pop_back();
    if (closers_.empty()) return true;
    c = tokens.next();
    return false;
  }

  // c begins a name. Returns the first byte of the member's value; '\0' when something is wrong.
  template <class Tokens>
  static char value_of_member(Tokens& tokens, char c) {
    if (c != '"' || behind_string(tokens) != ':') return '\0';
    return tokens.next();
  }

  // Returns the structural byte behind the scalar that c begins; '\0' when something is wrong.
  template <class Tokens>
  static char behind_scalar(Tokens& tokens, char c) {
    switch (c) {
      case '"':
        return behind_string(tokens);
      case 't':
        return begins_word(tokens.token(), "true") ? tokens.next() : '\0';
      case 'f':
        return begins_word(tokens.token(), "false") ? tokens.next() : '\0';
      case 'n':
        return begins_word(tokens.token(), "null") ? tokens.next() : '\0';
      default:
        if (c != '-' && (c < '0' || c > '9')) return '\0';
        return begins_number(tokens.token()) ? tokens.next() : '\0';
    }
  }

  template <class Tokens>
  static char behind_string(Tokens& tokens) {
    char c = tokens.next();
    while (c == '\\') {
      if (!begins_escape(tokens.token())) return '\0';
      c = tokens.next();
    }
    return c;
  }

  std::size_t depth_limit_;
  std::vector<char> closers_;  // of the containers around the current byte
};

}  // namespace gdo::decode
