#include "contract/pattern_parser.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/error.h"

namespace gdo::contract::pattern {
namespace {

constexpr std::size_t kLongest = 1000;
constexpr std::size_t kMostRepeats = 1000;
constexpr int kDeepest = 50;

using Bytes = std::bitset<256>;

std::size_t index_of(char c) { return static_cast<unsigned char>(c); }

Bytes byte_range(char first, char last) {
  Bytes bytes;
  for (std::size_t i = index_of(first); i <= index_of(last); ++i) bytes.set(i);
  return bytes;
}

Bytes one_of(std::string_view characters) {
  Bytes bytes;
  for (const char c : characters) bytes.set(index_of(c));
  return bytes;
}

char only_byte(const Bytes& bytes) {
  std::size_t i = 0;
  while (i < bytes.size() && !bytes[i]) ++i;
  return static_cast<char>(i);
}

Node byte_node(Bytes bytes) {
  Node node;
  node.kind = Node::Kind::bytes;
  node.bytes = bytes;
  return node;
}

Node sequence_node(std::vector<Node> children) {
  Node node;
  node.children = std::move(children);
  return node;
}

Node choice_node(std::vector<Node> children) {
  Node node = sequence_node(std::move(children));
  node.kind = Node::Kind::choice;
  return node;
}

// One character: of ASCII what `bytes` says; all others or none, each with all bytes of its UTF-8.
Node character_node(const Bytes& bytes) {
  if (!bytes[0x80]) return byte_node(bytes);
  const Node tail = byte_node(byte_range('\x80', '\xbf'));
  const Node of_three = sequence_node({byte_node(byte_range('\xe0', '\xef')), tail});
  const Node of_four = sequence_node({byte_node(byte_range('\xf0', '\xf4')), tail, tail});
  const Node all_but_last = choice_node({byte_node(byte_range('\xc2', '\xdf')), of_three, of_four});
  return choice_node(
      {byte_node(bytes & byte_range('\0', '\x7f')), sequence_node({all_but_last, tail})});
}

bool is_ascii_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Node whole() {
    if (text_.size() > kLongest) fail(fmt::format("longer than {} bytes", kLongest));
    Node node = choice(0);
    if (!done()) fail("a ')' without its '('; write \\) for the sign itself");
    return node;
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  bool next_is(char c) const { return !done() && text_[at_] == c; }
  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void fail(std::string_view what) const {
    throw Error(ErrorKind::config, fmt::format("at character {}: {}", at_ + 1, what));
  }

  Node choice(int depth) {
    if (depth > kDeepest) fail("groups nested too deep");
    Node node;
    node.kind = Node::Kind::choice;
    node.children.push_back(sequence(depth));
    while (take('|')) node.children.push_back(sequence(depth));
    return node;
  }

  Node sequence(int depth) {
    Node node;
    while (!done() && !next_is('|') && !next_is(')')) {
      node.children.push_back(repeated(atom(depth)));
    }
    return node;
  }

  Node repeated(Node atom) {
    Node node;
    node.kind = Node::Kind::repeat;
    if (take('*')) {
      node.least = 0;
    } else if (take('+')) {
      node.least = 1;
    } else if (take('?')) {
      node.most = 1;
    } else if (take('{')) {
      counts(node);
    } else {
      return atom;
    }
    if (atom.kind == Node::Kind::begin || atom.kind == Node::Kind::end) fail("nothing to repeat");
    // A lazy *? finds the same texts as *: only whether it matches counts here.
    take('?');
    if (next_is('*') || next_is('+') || next_is('{')) fail("a repeat of a repeat");
    node.children.push_back(std::move(atom));
    return node;
  }

  void counts(Node& node) {
    node.least = number();
    node.most = node.least;
    if (take(',')) {
      node.most.reset();
      if (!next_is('}')) node.most = number();
    }
    if (!take('}')) fail("'{' must be {n}, {n,} or {n,m}; write \\{ for the sign itself");
    if (node.most && *node.most < node.least) fail("{n,m} with m smaller than n");
  }

  std::size_t number() {
    std::size_t value = 0;
    const std::size_t start = at_;
    while (!done() && text_[at_] >= '0' && text_[at_] <= '9') {
      value = value * 10 + static_cast<std::size_t>(text_[at_] - '0');
      if (value > kMostRepeats) fail(fmt::format("repeats of more than {}", kMostRepeats));
      ++at_;
    }
    if (at_ == start) fail("'{' must be {n}, {n,} or {n,m}; write \\{ for the sign itself");
    return value;
  }

  Node atom(int depth) {
    Node node;
    const char c = text_[at_];
    switch (c) {
      case '^':
        ++at_;
        node.kind = Node::Kind::begin;
        return node;
      case '$':
        ++at_;
        node.kind = Node::Kind::end;
        return node;
      case '.':
        ++at_;
        return character_node(~one_of("\n"));
      case '(':
        return group(depth);
      case '[':
        return character_node(bracket());
      case '\\':
        return character_node(escape());
      case '*':
      case '+':
      case '?':
      case '{':
        fail("nothing to repeat; write a \\ before the sign itself");
      default:
        return character();
    }
  }

  Node group(int depth) {
    ++at_;
    if (take('?') && !take(':')) fail("look-around and named groups are not supported, only (?:…)");
    Node node = choice(depth + 1);
    if (!take(')')) fail("a '(' without its ')'");
    return node;
  }

  // A whole UTF-8 sequence, so that é? makes both of its bytes optional.
  Node character() {
    Node node;
    do {
      node.children.push_back(byte_node(one_of(text_.substr(at_, 1))));
      ++at_;
    } while (!done() && (index_of(text_[at_]) & 0xC0U) == 0x80U);
    return node;
  }

  Bytes escape() {
    ++at_;
    if (done()) fail("a \\ at the end");
    const char c = text_[at_++];
    const Bytes digits = byte_range('0', '9');
    const Bytes word = digits | byte_range('a', 'z') | byte_range('A', 'Z') | one_of("_");
    const Bytes space = one_of(" \t\n\v\f\r");
    switch (c) {
      case 'd':
        return digits;
      case 'D':
        return ~digits;
      case 'w':
        return word;
      case 'W':
        return ~word;
      case 's':
        return space;
      case 'S':
        return ~space;
      case 't':
        return one_of("\t");
      case 'n':
        return one_of("\n");
      case 'r':
        return one_of("\r");
      default:
        break;
    }
    if (is_ascii_letter_or_digit(c) || index_of(c) >= 0x80U) {
      --at_;
      fail("an unknown escape; \\d \\D \\w \\W \\s \\S \\t \\n \\r and escaped signs are known");
    }
    return one_of({&c, 1});
  }

  Bytes bracket() {
    ++at_;
    const bool negated = take('^');
    Bytes bytes;
    if (next_is(']')) fail("an empty class []");
    while (!next_is(']')) {
      const Bytes first = bracket_part();
      if (!next_is('-') || at_ + 1 >= text_.size() || text_[at_ + 1] == ']') {
        bytes |= first;
        continue;
      }
      ++at_;
      const Bytes last = bracket_part();
      if (first.count() != 1 || last.count() != 1) fail("a range needs one character on each side");
      const char from = only_byte(first);
      const char to = only_byte(last);
      if (index_of(to) < index_of(from)) fail("a range that runs backwards");
      bytes |= byte_range(from, to);
    }
    ++at_;
    return negated ? ~bytes : bytes;
  }

  Bytes bracket_part() {
    if (done()) fail("a '[' without its ']'");
    if (next_is('\\')) return escape();
    if (index_of(text_[at_]) >= 0x80U) fail("a class holds ASCII characters only; use (á|é)");
    return one_of(text_.substr(at_++, 1));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Node parse(std::string_view expression) { return Parser(expression).whole(); }

}  // namespace gdo::contract::pattern
