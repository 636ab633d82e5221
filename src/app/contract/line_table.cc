#include "app/contract/line_table.h"

#include <algorithm>

namespace gdo::app {

void LineTable::add(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    starts_.push_back(size_ + at + 1);
  }
  size_ += text.size();
}

TextPlace LineTable::place(std::uint64_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const std::uint64_t start = *std::prev(after);
  return {after - starts_.begin(), static_cast<std::int64_t>(offset - start) + 1};
}

}  // namespace gdo::app
