#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/terminal/terminal.h"

namespace gdo::app {

enum class Align { left, right };

// What becomes of a column where there is no room for all: it is cut (numbers never are), goes on
// in further lines because it is what the row says, stays whole because it names the row, or
// leaves, the one on the right first.
enum class Narrow { cut, wrap, keep, leave };

struct Column {
  std::string title;
  Align align = Align::left;
  Narrow narrow = Narrow::cut;
};

struct Cell {
  Cell(std::string cell_text,
       Style cell_style = Style::plain)  // NOLINT(google-explicit-constructor)
      : text(std::move(cell_text)), style(cell_style) {}
  Cell(const char* cell_text) : text(cell_text) {}  // NOLINT(google-explicit-constructor)

  std::string text;
  Style style = Style::plain;
};

// A number in that style, or dim when there is nothing to count.
Cell count_cell(std::int64_t number, Style style = Style::plain);

// Rows under aligned columns. Control characters in cells are made harmless. On a narrow terminal
// columns are cut or leave, which is said below; where there is no terminal nothing is.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns.
  void row(std::vector<Cell> cells);
  // Draws a line before the next row, for totals.
  void rule() { rules_.push_back(rows_.size()); }
  bool empty() const { return rows_.empty(); }

  std::string render(const Terminal& terminal) const;

 private:
  using Numbers = std::vector<std::size_t>;

  Numbers shown_columns(std::size_t room) const;
  Numbers natural_widths(const Numbers& shown) const;
  bool fits(const Numbers& shown, std::size_t room, Numbers& widths) const;
  std::string wrapped(const std::vector<Cell>& cells, const Numbers& shown, const Numbers& widths,
                      bool colour) const;
  std::string line(const std::vector<Cell>& cells, const Numbers& shown, const Numbers& widths,
                   bool colour) const;
  std::string left_out(const Numbers& shown, bool colour) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::size_t> rules_;  // numbers of the rows that a line precedes
};

}  // namespace gdo::app
