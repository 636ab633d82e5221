#include "monitor/change_point.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace gdo::monitor {
namespace {

constexpr std::size_t kFewestValues = 7;
constexpr double kSpreads = 4;
constexpr double kMadToDeviation = 1.4826;
constexpr double kSmallestShare = 0.02;  // of the level: less is no change to speak of

double middle_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double middle_of(std::span<const double> values) {
  return middle_of(std::vector<double>(values.begin(), values.end()));
}

struct Split {
  double before = 0;
  double after = 0;
  double cost = 0;    // the sum of the distances from the medians
  double spread = 0;  // of what is left
};

Split split_at(std::span<const double> values, std::size_t first) {
  Split split{middle_of(values.first(first)), middle_of(values.subspan(first))};
  std::vector<double> rest;
  for (std::size_t i = 0; i < values.size(); ++i) {
    rest.push_back(std::abs(values[i] - (i < first ? split.before : split.after)));
    split.cost += rest.back();
  }
  split.spread = kMadToDeviation * middle_of(std::move(rest));
  return split;
}

}  // namespace

std::optional<ChangePoint> change_point(const std::vector<double>& values) {
  std::optional<ChangePoint> best;
  double lowest = 0;
  double spread = 0;
  for (std::size_t first = kFewestValues; first + kFewestValues <= values.size(); ++first) {
    const Split split = split_at(values, first);
    if (best && split.cost >= lowest) continue;
    best = ChangePoint{first, split.before, split.after};
    lowest = split.cost;
    spread = split.spread;
  }
  if (!best) return best;
  const double floor = kSmallestShare * std::max(std::abs(best->before), std::abs(best->after));
  const bool changed =
      std::abs(best->after - best->before) > kSpreads * std::max(spread, floor / 2);
  return changed ? best : std::nullopt;
}

}  // namespace gdo::monitor
