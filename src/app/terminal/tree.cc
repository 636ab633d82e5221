#include "app/terminal/tree.h"

#include <algorithm>

#include "app/terminal/terminal.h"

namespace gdo::app {
namespace {

// Words with the blanks before them, so that a line can end between any two.
std::vector<Piece> words_of(const std::vector<Piece>& pieces) {
  std::vector<Piece> words;
  for (const Piece& piece : pieces) {
    const std::string text = printable(piece.text);
    std::size_t begin = 0;
    while (begin < text.size()) {
      std::size_t end = text.find(' ', std::min(text.find_first_not_of(' ', begin), text.size()));
      end = std::min(end, text.size());
      words.push_back({text.substr(begin, end - begin), piece.style});
      begin = end;
    }
  }
  return words;
}

std::string broken(const std::vector<Piece>& pieces, const std::string& first,
                   const std::string& rest, const Terminal& terminal) {
  const auto columns = static_cast<std::size_t>(terminal.columns);
  std::string text = styled(first, Style::dim, terminal.colour);
  std::size_t width = text_width(first);
  bool at_start = true;
  for (Piece word : words_of(pieces)) {
    const bool breakable = word.text.starts_with(' ') && !at_start;
    if (columns > 0 && breakable && width + text_width(word.text) > columns) {
      text += "\n" + styled(rest, Style::dim, terminal.colour);
      width = text_width(rest);
      word.text.erase(0, word.text.find_first_not_of(' '));
    }
    width += text_width(word.text);
    text += styled(word.text, word.style, terminal.colour);
    at_start = false;
  }
  return text + "\n";
}

void render(const std::vector<Branch>& branches, const std::string& lead, const Terminal& terminal,
            std::string& text) {
  for (std::size_t i = 0; i < branches.size(); ++i) {
    const bool last = i + 1 == branches.size();
    const std::string below = lead + (last ? "   " : "│  ");
    const bool leaf = branches[i].branches.empty();
    text += broken(branches[i].pieces, lead + (last ? "└─ " : "├─ "), below + (leaf ? "  " : "│ "),
                   terminal);
    render(branches[i].branches, below, terminal, text);
  }
}

}  // namespace

std::string render_tree(const std::vector<Branch>& branches, const Terminal& terminal) {
  std::string text;
  render(branches, "", terminal, text);
  return text;
}

std::string render_pieces(const std::vector<Piece>& pieces, std::size_t indent,
                          const Terminal& terminal) {
  return broken(pieces, "", std::string(indent, ' '), terminal);
}

}  // namespace gdo::app
