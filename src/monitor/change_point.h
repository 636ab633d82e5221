#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace gdo::monitor {

// Where a series went to another level and stayed there.
struct ChangePoint {
  std::size_t first = 0;  // the first value of the new level
  double before = 0;      // medians
  double after = 0;
};

// The split whose sides differ most, when they differ by more than four spreads of what is left
// (MAD), and each side has seven values or more.
std::optional<ChangePoint> change_point(const std::vector<double>& values);

}  // namespace gdo::monitor
