#include "app/terminal/table.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "app/terminal/quantities.h"
#include "app/terminal/text_width.h"

namespace gdo::app {
namespace {

constexpr std::size_t kGap = 2;        // blanks between columns
constexpr std::size_t kNarrowest = 8;  // a column is not cut below this

}  // namespace

Cell count_cell(std::int64_t number, Style style) {
  return {count_text(number), number > 0 ? style : Style::dim};
}

void Table::row(std::vector<Cell> cells) {
  assert(cells.size() == columns_.size());
  for (Cell& cell : cells) cell.text = printable(cell.text);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths(const Terminal& terminal) const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t width = text_width(columns_[column].title);
    for (const auto& row : rows_) width = std::max(width, text_width(row[column].text));
    widths.push_back(width);
  }
  if (terminal.columns == 0) return widths;
  const auto room = static_cast<std::size_t>(terminal.columns);
  const auto used = [&] {
    return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  };
  while (used() > room) {
    std::size_t* widest = nullptr;
    for (std::size_t column = 0; column < widths.size(); ++column) {
      const bool may_shrink = columns_[column].align == Align::left && widths[column] > kNarrowest;
      if (may_shrink && (widest == nullptr || widths[column] > *widest)) widest = &widths[column];
    }
    if (widest == nullptr) break;
    *widest = std::max(kNarrowest, *widest - std::min(*widest, used() - room));
  }
  return widths;
}

std::string Table::line(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                        bool colour) const {
  std::string text;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const std::string shown = cut_to_width(cells[column].text, widths[column]);
    const std::string blanks(widths[column] - text_width(shown), ' ');
    const std::string coloured = styled(shown, cells[column].style, colour);
    const bool last = column + 1 == columns_.size();
    if (column > 0) text += std::string(kGap, ' ');
    if (columns_[column].align == Align::right) {
      text += blanks + coloured;
    } else {
      text += last ? coloured : coloured + blanks;
    }
  }
  while (text.ends_with(' ')) text.pop_back();
  return text + "\n";
}

std::string Table::render(const Terminal& terminal) const {
  const std::vector<std::size_t> columns = widths(terminal);
  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.emplace_back(column.title, Style::bold);
  std::string text = line(titles, columns, terminal.colour);
  std::vector<Cell> dashes;
  for (const std::size_t width : columns) {
    std::string dash;
    for (std::size_t i = 0; i < width; ++i) dash += "─";
    dashes.emplace_back(std::move(dash), Style::dim);
  }
  const std::string ruler = line(dashes, columns, terminal.colour);
  text += ruler;
  for (std::size_t number = 0; number < rows_.size(); ++number) {
    if (std::find(rules_.begin(), rules_.end(), number) != rules_.end()) text += ruler;
    text += line(rows_[number], columns, terminal.colour);
  }
  return text;
}

}  // namespace gdo::app
