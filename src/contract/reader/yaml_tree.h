#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace gdo::contract {

struct YamlMember;

// A YAML document as a tree with its lines, so that mistakes can be shown where they are.
struct YamlNode {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  std::string text;     // of a scalar
  bool quoted = false;  // "5" or '5' rather than 5
  int line = 1;
  std::vector<YamlNode> elements;   // of a sequence
  std::vector<YamlMember> members;  // of a map
};

struct YamlMember {
  YamlNode key;  // a scalar
  YamlNode value;
};

// Why a text is no such document.
struct YamlError : std::runtime_error {
  YamlError(int at_line, const std::string& what) : std::runtime_error(what), line(at_line) {}
  int line;
};

// Reads one document. Throws YamlError for what is not YAML, for anchors and aliases (a document
// that refers to itself can be of any size), tags, a repeated key, a second document, control
// characters, more than 1 MiB, or nesting deeper than 32.
YamlNode parse_yaml(const std::string& text);

}  // namespace gdo::contract
