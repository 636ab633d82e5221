#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gdo::app {

struct TextPlace {
  std::int64_t line = 1;    // from 1
  std::int64_t column = 1;  // from 1, in bytes
};

// Where the lines of a text begin.
class LineTable {
 public:
  // The text's next bytes.
  void add(std::string_view text);
  [[nodiscard]] TextPlace place(std::uint64_t offset) const;

 private:
  std::vector<std::uint64_t> starts_ = {0};
  std::uint64_t size_ = 0;
};

}  // namespace gdo::app
