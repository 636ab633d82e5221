#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gdo::contract {

// A regular expression that matches in time linear in the text, whatever the expression: the part
// of ECMAScript's syntax without look-around and back references. Literals, ., [a-z] and [^…], \d
// \w \s \D \W \S, \. and other escaped signs, (…) and (?:…), |, *, +, ?, {n}, {n,}, {n,m}, ^ and $.
// Of characters in UTF-8: ., [^…], \D, \W and \S take a whole one. Classes name those of ASCII
// only.
class Pattern {
 public:
  // Throws Error(config) that says what is wrong with the expression and at which character.
  explicit Pattern(std::string_view expression);

  // Whether the expression is found anywhere in the text (^ and $ anchor it). Safe for many
  // threads.
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  struct Program;
  std::shared_ptr<const Program> program_;
};

}  // namespace gdo::contract
