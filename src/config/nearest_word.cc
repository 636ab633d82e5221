#include "config/nearest_word.h"

#include <algorithm>

namespace gdo::config {

std::optional<std::string> nearest_word(std::string_view typed,
                                        std::span<const std::string> known) {
  // A hostile word of a megabyte is nobody's slip of the pen.
  if (typed.size() > 100) return std::nullopt;
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(2, typed.size() / 3) + 1;
  for (const std::string& word : known) {
    const std::size_t distance = edit_distance(typed, word);
    if (distance < best_distance && distance < std::max(typed.size(), word.size())) {
      best = word;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace gdo::config
