#pragma once

#include <string>
#include <vector>

#include "app/terminal/terminal.h"

namespace gdo::app {

struct Piece {
  std::string text;
  Style style = Style::plain;
};

// A line of a tree, and its children.
struct Branch {
  std::vector<Piece> pieces;  // put together without blanks between them
  std::vector<Branch> branches = {};
};

// The branches joined by lines. Text is broken at blanks where the terminal ends; control
// characters are made harmless.
std::string render_tree(const std::vector<Branch>& branches, const Terminal& terminal);

// The pieces alone, broken at blanks; every line but the first is indented.
std::string render_pieces(const std::vector<Piece>& pieces, std::size_t indent,
                          const Terminal& terminal);

}  // namespace gdo::app
