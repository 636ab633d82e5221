#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/terminal/style.h"
#include "app/terminal/terminal.h"

namespace gdo::app {

enum class Align { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
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
// the widest left-aligned columns are cut; where there is no terminal nothing is.
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
  std::vector<std::size_t> widths(const Terminal& terminal) const;
  std::string line(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                   bool colour) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::size_t> rules_;  // numbers of the rows that a line precedes
};

}  // namespace gdo::app
