#pragma once

#include <cstddef>
#include <vector>

#include "decode/scalar_check.h"

namespace gdo::decode {

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
