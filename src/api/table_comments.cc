#include "api/table_comments.h"

#include <iterator>
#include <optional>

#include "base/trimmed.h"
#include "embedded/table_pages.h"

namespace gdo::api {
namespace {

// The text between the n-th bar of a row and the next, from 0.
std::string_view cell(std::string_view row, int number) {
  for (int i = 0; i <= number; ++i) {
    const std::size_t bar = row.find('|');
    if (bar == std::string_view::npos) return {};
    row.remove_prefix(bar + 1);
  }
  return trimmed(row.substr(0, row.find('|')));
}

// Without the marks of the page.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '`') out += c;
  }
  return out;
}

std::optional<std::string_view> next_line(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

std::vector<TableComment> comments_of_page(std::string_view page) {
  std::vector<TableComment> comments;
  std::string table;
  bool described = false;
  while (const auto line = next_line(page)) {
    if (line->starts_with("## ")) {
      table = line->substr(3);
      described = false;
    } else if (!table.starts_with("service_") || line->empty()) {
      continue;
    } else if (!line->starts_with('|')) {
      if (!described) comments.push_back({table, "", plain(*line)});
      described = true;
    } else if (const auto column = cell(*line, 0); column != "coluna" && !column.starts_with('-')) {
      comments.push_back({table, std::string(column), plain(cell(*line, 3))});
    }
  }
  return comments;
}

std::vector<TableComment> comments_of_lines(std::string_view lines) {
  std::vector<TableComment> comments;
  while (const auto line = next_line(lines)) {
    const std::size_t colon = line->find(": ");
    if (line->starts_with('#') || colon == std::string_view::npos) continue;
    const std::string_view name = line->substr(0, colon);
    const std::size_t point = name.find('.');
    const std::string_view column =
        point == std::string_view::npos ? std::string_view{} : name.substr(point + 1);
    comments.push_back({std::string(name.substr(0, point)), std::string(column),
                        std::string(trimmed(line->substr(colon + 2)))});
  }
  return comments;
}

std::vector<TableComment> comments_of_columns(std::string_view table, std::string_view sql) {
  std::vector<TableComment> comments;
  while (const auto line = next_line(sql)) {
    const std::string_view text = trimmed(*line);
    const std::size_t mark = text.find("-- ");
    if (mark == std::string_view::npos || mark == 0) continue;
    const std::string_view column = text.substr(0, text.find(' '));
    comments.push_back(
        {std::string(table), std::string(column), std::string(trimmed(text.substr(mark + 3)))});
  }
  return comments;
}

std::vector<TableComment> table_comments() {
  std::vector<TableComment> all;
  for (const auto& file : table_pages::files()) {
    auto more =
        file.path.ends_with(".md") ? comments_of_page(file.text) : comments_of_lines(file.text);
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  }
  return all;
}

}  // namespace gdo::api
