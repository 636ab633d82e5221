#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::contract {

// Whether that payload is one of those that were chosen by name; when none was named, all are.
inline bool is_chosen(std::string_view payload, const std::vector<std::string>& names) {
  return names.empty() || std::find(names.begin(), names.end(), payload) != names.end();
}

}  // namespace gdo::contract
