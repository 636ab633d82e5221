#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gdo::app {

// The IDs that a user typed, as `gdo files list` and `gdo rejected list` show them. Throws
// Error(config) for what is no whole number above 0.
std::vector<std::int64_t> row_ids(const std::vector<std::string>& words);
std::int64_t row_id(const std::string& word);

}  // namespace gdo::app
