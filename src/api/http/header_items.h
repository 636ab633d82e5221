#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gdo::api {

// One of a header's list: `text/csv; estilo=excel-br`, `count=exact`, `sha-256=:…:`.
struct HeaderItem {
  std::string name;   // in small letters
  std::string value;  // after '=', without quotes
  std::vector<std::pair<std::string, std::string>> parameters;

  std::optional<std::string> parameter(std::string_view named) const;
  // How much it is wanted, of what a client accepts (`en-GB; q=0.8`): 1 where it says nothing.
  double weight() const;
};

// A header's list, in order. Commas and semicolons between quotes are text.
std::vector<HeaderItem> header_items(std::string_view header);

// The value of a preference (RFC 7240), the first where it comes twice; empty = not given.
std::string preferred(std::string_view prefer, std::string_view name);

}  // namespace gdo::api
