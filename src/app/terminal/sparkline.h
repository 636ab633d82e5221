#pragma once

#include <string>
#include <vector>

namespace gdo::app {

// A figure a column: ▁ is the least of them, █ the greatest, a blank one that is not there (NaN).
// When there are more than `columns`, the last ones.
std::string sparkline(const std::vector<double>& values, std::size_t columns);

}  // namespace gdo::app
