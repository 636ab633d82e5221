#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

// The syntax of contract/pattern.h.
namespace gdo::contract::pattern {

struct Node {
  enum class Kind { bytes, begin, end, sequence, choice, repeat };
  Kind kind = Kind::sequence;
  std::bitset<256> bytes;           // bytes: any one of these
  std::vector<Node> children;       // repeat: one
  std::size_t least = 0;            // repeat
  std::optional<std::size_t> most;  // repeat; empty = without end
};

// Throws Error(config) that names the mistake and the character's place, from 1.
Node parse(std::string_view expression);

}  // namespace gdo::contract::pattern
