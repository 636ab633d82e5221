#include "api/http/header_items.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "base/trimmed.h"

namespace gdo::api {
namespace {

// Takes the next part off, up to a separator outside of quotes.
std::string_view next_part(std::string_view& rest, char separator) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (rest[end] == separator && !quoted) break;
  }
  const std::string_view part = trimmed(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::pair<std::string, std::string> named_value(std::string_view text) {
  const std::size_t equals = std::min(text.find('='), text.size());
  std::string_view value = trimmed(text.substr(std::min(equals + 1, text.size())));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  return {lowercase(trimmed(text.substr(0, equals))), std::string(value)};
}

}  // namespace

std::optional<std::string> HeaderItem::parameter(std::string_view named) const {
  for (const auto& [key, text] : parameters) {
    if (key == named) return text;
  }
  return std::nullopt;
}

double HeaderItem::weight() const {
  const std::string quality = parameter("q").value_or("1");
  return std::strtod(quality.c_str(), nullptr);
}

std::vector<HeaderItem> header_items(std::string_view header) {
  std::vector<HeaderItem> items;
  while (!header.empty()) {
    std::string_view rest = next_part(header, ',');
    if (rest.empty()) continue;
    HeaderItem item;
    std::tie(item.name, item.value) = named_value(next_part(rest, ';'));
    while (!rest.empty()) item.parameters.push_back(named_value(next_part(rest, ';')));
    items.push_back(std::move(item));
  }
  return items;
}

std::string preferred(std::string_view prefer, std::string_view name) {
  for (const HeaderItem& item : header_items(prefer)) {
    if (item.name == name) return item.value;
  }
  return "";
}

}  // namespace gdo::api
