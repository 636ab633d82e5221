#include <gtest/gtest.h>

#include "app/contract/file_check.h"

namespace gdo::app {
namespace {

TEST(LineTableTest, CountsLinesAndBytesFromOne) {
  LineTable lines;
  lines.add("ab\nc");
  lines.add("d\n\n");
  lines.add("e");
  const auto place = [&lines](std::uint64_t offset) {
    const TextPlace found = lines.place(offset);
    return std::pair(found.line, found.column);
  };
  using Place = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(place(0), Place(1, 1));
  EXPECT_EQ(place(2), Place(1, 3)) << "a line break is of its line";
  EXPECT_EQ(place(3), Place(2, 1));
  EXPECT_EQ(place(4), Place(2, 2));
  EXPECT_EQ(place(6), Place(3, 1));
  EXPECT_EQ(place(7), Place(4, 1));
}

}  // namespace
}  // namespace gdo::app
