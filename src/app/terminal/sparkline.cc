#include "app/terminal/sparkline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace gdo::app {
namespace {

constexpr std::array kBars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

}  // namespace

std::string sparkline(const std::vector<double>& values, std::size_t columns) {
  const std::size_t first = values.size() > columns ? values.size() - columns : 0;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (std::size_t i = first; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    low = std::min(low, values[i]);
    high = std::max(high, values[i]);
  }
  std::string line;
  for (std::size_t i = first; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      line += ' ';
      continue;
    }
    const double share = high > low ? (values[i] - low) / (high - low) : 0.5;
    line += kBars[static_cast<std::size_t>(std::lround(share * (kBars.size() - 1)))];
  }
  return line;
}

}  // namespace gdo::app
