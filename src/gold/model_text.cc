#include "gold/model_text.h"

#include <algorithm>

namespace gdo::gold {

bool is_plain_name(std::string_view text) {
  constexpr std::size_t kLongest = 63;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= kLongest && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), plain);
}

}  // namespace gdo::gold
