#include "app/terminal/table.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

#include "app/terminal/terminal.h"
#include "base/quantities.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

constexpr std::size_t kGap = 2;             // blanks between columns
constexpr std::size_t kNarrowest = 8;       // a column is not cut below this
constexpr std::size_t kNarrowestText = 28;  // nor one of whole sentences

std::size_t narrowest(const Column& column) {
  return column.narrow == Narrow::wrap ? kNarrowestText : kNarrowest;
}

// Where a word goes on in the next line: after a sign that parts names, if one is near the end.
std::string first_part(const std::string& word, std::size_t columns) {
  std::string part = cut_to_width(word, columns + 1);
  part.erase(part.size() - std::string_view("…").size());
  const std::size_t sign = part.find_last_of("/_-,=:");
  if (sign != std::string::npos && sign >= part.size() / 2) part.resize(sign + 1);
  return part;
}

// Lines of at most so many columns; a word that is longer goes on in the next, and what follows
// stands beside its end.
std::vector<std::string> broken_lines(std::string_view text, std::size_t columns) {
  std::string parted;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    std::string word(text.substr(0, end));
    while (text_width(word) > columns) {
      const std::string part = first_part(word, columns);
      if (part.empty()) break;
      parted += part + "\n";
      word.erase(0, part.size());
    }
    parted += word;
    parted += text.substr(end, 1);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return wrap(parted, columns);
}

}  // namespace

Cell count_cell(std::int64_t number, Style style) {
  return {count_text(number), number > 0 ? style : Style::dim};
}

void Table::row(std::vector<Cell> cells) {
  assert(cells.size() == columns_.size());
  for (Cell& cell : cells) cell.text = printable(cell.text);
  rows_.push_back(std::move(cells));
}

Table::Numbers Table::natural_widths(const Numbers& shown) const {
  Numbers widths;
  for (const std::size_t column : shown) {
    std::size_t width = text_width(columns_[column].title);
    for (const auto& row : rows_) width = std::max(width, text_width(row[column].text));
    widths.push_back(width);
  }
  return widths;
}

// Cuts what may be cut, the widest first. False: that is not enough.
bool Table::fits(const Numbers& shown, std::size_t room, Numbers& widths) const {
  const auto used = [&] {
    return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  };
  while (used() > room) {
    std::size_t* widest = nullptr;
    for (std::size_t place = 0; place < widths.size(); ++place) {
      const Column& column = columns_[shown[place]];
      const bool may_shrink = column.align == Align::left && column.narrow != Narrow::keep &&
                              widths[place] > narrowest(column);
      if (may_shrink && (widest == nullptr || widths[place] > *widest)) widest = &widths[place];
    }
    if (widest == nullptr) return false;
    const Column& column = columns_[shown[static_cast<std::size_t>(widest - widths.data())]];
    *widest = std::max(narrowest(column), *widest - std::min(*widest, used() - room));
  }
  return true;
}

Table::Numbers Table::shown_columns(std::size_t room) const {
  Numbers shown(columns_.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  for (Numbers widths = natural_widths(shown); !fits(shown, room, widths);
       widths = natural_widths(shown)) {
    const auto leaves = std::find_if(shown.rbegin(), shown.rend(), [&](std::size_t column) {
      return columns_[column].narrow == Narrow::leave;
    });
    if (leaves == shown.rend()) break;
    shown.erase(std::next(leaves).base());
  }
  return shown;
}

std::string Table::line(const std::vector<Cell>& cells, const Numbers& shown, const Numbers& widths,
                        bool colour) const {
  std::string text;
  for (std::size_t place = 0; place < shown.size(); ++place) {
    const Cell& cell = cells[shown[place]];
    const std::string cut = cut_to_width(cell.text, widths[place]);
    const std::string blanks(widths[place] - text_width(cut), ' ');
    const std::string coloured = styled(cut, cell.style, colour);
    if (place > 0) text += std::string(kGap, ' ');
    if (columns_[shown[place]].align == Align::right) {
      text += blanks + coloured;
    } else {
      text += place + 1 == shown.size() ? coloured : coloured + blanks;
    }
  }
  while (text.ends_with(' ')) text.pop_back();
  return text + "\n";
}

// A row in as many lines as its longest text needs.
std::string Table::wrapped(const std::vector<Cell>& cells, const Numbers& shown,
                           const Numbers& widths, bool colour) const {
  std::vector<std::vector<Cell>> lines(1, cells);
  for (std::size_t place = 0; place < shown.size(); ++place) {
    const std::size_t column = shown[place];
    if (columns_[column].narrow != Narrow::wrap) continue;
    const std::vector<std::string> parts = broken_lines(cells[column].text, widths[place]);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i == lines.size()) lines.emplace_back(cells.size(), Cell(""));
      lines[i][column] = Cell(parts[i], cells[column].style);
    }
  }
  std::string text;
  for (const std::vector<Cell>& one : lines) text += line(one, shown, widths, colour);
  return text;
}

std::string Table::left_out(const Numbers& shown, bool colour) const {
  std::string titles;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (std::find(shown.begin(), shown.end(), column) != shown.end()) continue;
    titles += (titles.empty() ? "" : ", ") + columns_[column].title;
  }
  if (titles.empty()) return titles;
  return styled(trf("(a wider terminal shows {})", titles), Style::dim, colour) + "\n";
}

std::string Table::render(const Terminal& terminal) const {
  const std::size_t room = terminal.columns == 0 ? std::numeric_limits<std::size_t>::max()
                                                 : static_cast<std::size_t>(terminal.columns);
  const Numbers shown = shown_columns(room);
  Numbers widths = natural_widths(shown);
  fits(shown, room, widths);
  std::vector<Cell> titles;
  std::vector<Cell> dashes;
  for (const Column& column : columns_) {
    titles.emplace_back(column.title, Style::bold);
    dashes.emplace_back("", Style::dim);
  }
  for (std::size_t place = 0; place < shown.size(); ++place) {
    for (std::size_t i = 0; i < widths[place]; ++i) dashes[shown[place]].text += "─";
  }
  std::string text = line(titles, shown, widths, terminal.colour);
  const std::string ruler = line(dashes, shown, widths, terminal.colour);
  text += ruler;
  for (std::size_t number = 0; number < rows_.size(); ++number) {
    if (std::find(rules_.begin(), rules_.end(), number) != rules_.end()) text += ruler;
    text += wrapped(rows_[number], shown, widths, terminal.colour);
  }
  return text + left_out(shown, terminal.colour);
}

}  // namespace gdo::app
